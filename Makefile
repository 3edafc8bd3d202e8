# Every target carries its sentence: `make` prints them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

MVN := mvn -B -ntp

.PHONY: help
help: ## Print the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## Build both modules and the two launchers, without tests.
	@$(MVN) -q package -DskipTests

.PHONY: format
format: ## Rewrite the sources in the house format.
	@JAVA_HOME=$$(config/jdk25) $(MVN) -q spotless:apply

.PHONY: clean
clean: ## Remove what the build made.
	@$(MVN) -q clean
