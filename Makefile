# Every target carries its sentence: `make` prints them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

MVN := mvn -B -ntp
BUILT := operator/target/dist/built
SOURCES := $(shell find pom.xml .mvn */pom.xml */src/main config/launcher config/image -type f)

.PHONY: help
help: ## Print the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: $(BUILT) ## Run a set of three nodes on this machine, without a cluster: port 7000 leads to its master.
	@trap : INT; operator/target/dist/bin/rrs local config/samples/cache.yaml || [ $$? -eq 130 ] # 130: Ctrl-C, the way to end it

.PHONY: build
build: ## Build both modules and the two launchers, without tests.
	@config/jdk25 >/dev/null
	@command -v mvn >/dev/null || { echo "make: mvn not found: install Maven 3.6.3 or newer" >&2; exit 1; }
	@$(MVN) -q package -DskipTests
	@config/image/aot "$$(config/jdk25)" $(CURDIR)/datanode/target/dist/lib rrs-node config/image/training/rrs-node
	@config/image/aot "$$(config/jdk25)" $(CURDIR)/operator/target/dist/lib rrs config/image/training/rrs
	@touch $(BUILT)

# What `make run` needs: built again where a source is newer.
$(BUILT): $(SOURCES)
	@echo 'Building; the first time fetches the libraries and takes a minute or two.'
	@$(MAKE) -s build

.PHONY: test
test: ## Run all tests: unit, simulation, integration, and on a real Kubernetes where this user may start one.
	@config/test/run

.PHONY: test-quick
test-quick: ## Run the tests that need nothing but Java: unit and simulation.
	@config/test/run quick

.PHONY: image
image: build ## Make both container images, as tars under target/, with no Docker engine.
	@config/image/build

.PHONY: cluster
cluster: image ## Start a one-node Kubernetes with the operator in it (as root; the first time builds it, about 8 minutes).
	@config/cluster/up >/dev/null
	@config/cluster/load target/redisreplicaset-node.tar target/redisreplicaset-operator.tar >/dev/null
	@config/cluster/install
	@echo 'Kubernetes runs, with the operator in it. Next:'
	@echo '  eval "$$(config/cluster/env)"                # kubectl and helm talk to it'
	@echo '  kubectl apply -f config/samples/cache.yaml'
	@echo '  kubectl get rrs cache -o wide --watch'
	@echo '  kubectl describe rrs cache                  # what happened to it'
	@echo '  config/cluster/kill cache-0                 # kill -9 its master, and look again'
	@echo '  make cluster-down'

.PHONY: cluster-down
cluster-down: ## Stop it, and take its containers and its data away.
	@config/cluster/down

.PHONY: compat
compat: build ## Run the test suite of Redis 7.0.15 itself (its files that can pass) against the node.
	@config/compat/run

.PHONY: bench
bench: build ## Measure the node against redis-server and the failover against Sentinel, in the same run.
	@config/bench/throughput
	@config/bench/failover

.PHONY: lint
lint: ## Check formatting, scripts and the chart; change nothing.
	@JAVA_HOME=$$(config/jdk25) $(MVN) -q spotless:check
	@config/test/scripts

.PHONY: format
format: ## Rewrite the sources in the house format.
	@JAVA_HOME=$$(config/jdk25) $(MVN) -q spotless:apply

.PHONY: clean
clean: ## Remove what the build made.
	@$(MVN) -q clean
