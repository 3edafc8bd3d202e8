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
	@config/image/aot "$$(config/jdk25)" $(CURDIR)/datanode/target/dist/lib rrs-node config/image/training/rrs-node
	@config/image/aot "$$(config/jdk25)" $(CURDIR)/operator/target/dist/lib rrs config/image/training/rrs

.PHONY: image
image: build ## Make both container images, as tars under target/, with no Docker engine.
	@config/image/build

.PHONY: cluster
cluster: ## Start a one-node Kubernetes on this machine (as root; the first time builds it, about 8 minutes).
	@config/cluster/up >/dev/null
	@echo 'Kubernetes runs. Next:'
	@echo '  eval "$$(config/cluster/env)"    # kubectl and helm talk to it'
	@echo '  kubectl get nodes,storageclasses'
	@echo '  config/cluster/selftest'

.PHONY: cluster-down
cluster-down: ## Stop it, and take its containers and its data away.
	@config/cluster/down

.PHONY: compat
compat: build ## Run the test suite of Redis 7.0.15 itself (its files that can pass) against the node.
	@config/compat/run

.PHONY: bench
bench: build ## Measure the node against redis-server and the failover against Sentinel, as ratios in the same run.
	@config/bench/throughput

.PHONY: format
format: ## Rewrite the sources in the house format.
	@JAVA_HOME=$$(config/jdk25) $(MVN) -q spotless:apply

.PHONY: clean
clean: ## Remove what the build made.
	@$(MVN) -q clean
