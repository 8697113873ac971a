# Everything shares one debug build in .build; `release`, `install`, `bench` and `compare` build for release.
.DEFAULT_GOAL := help
.PHONY: help setup demo test oracle attack release install uninstall check bare format bench compare same clean

# Where "install" puts things; DESTDIR goes before it.
PREFIX ?= /usr/local
export PREFIX DESTDIR

help: ## list these targets
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

setup: ## install what is missing, for the tests too (Debian and Ubuntu packages)
	@scripts/setup tests

demo: ## simulate an organization and take its figures the whole way, into demo/
	@scripts/setup
	@swift build
	@.build/debug/mutuality demo --out demo

test: setup ## run every test
	@swift build --build-tests
	@# Apart, since deadlines are tested there, which a machine busy with everything else may miss.
	@swift test --skip-build --disable-xctest --filter '^PostgresTests\.'
	@swift test --skip-build --disable-xctest --filter '^(EndpointTests|ExportTests)\.'
	@swift test --skip-build --disable-xctest --filter '^IntegrationTests\.'
	@# Apart from those that wait for a server: they compute for minutes, and leave no thread to others.
	@swift test --skip-build --disable-xctest --filter '^(KPIsTests|PowerTests|SimulatorTests)\.'
	@swift test --skip-build --disable-xctest \
		--skip '^(PostgresTests|EndpointTests|ExportTests|IntegrationTests|KPIsTests|PowerTests|SimulatorTests)\.'

oracle: setup ## compare every figure of 1,000 random organizations with the oracle in Python ("make test": of 150)
	@swift build --build-tests
	@MUTUALITY_ORGANIZATIONS=1000 swift test --skip-build --disable-xctest --filter '^KPIsTests\.OracleTests'

attack: ## show what a colleague gets out of the demo's export
	@test -f demo/kpis.csv || $(MAKE) --no-print-directory demo
	@scripts/attack demo/kpis.csv demo/records

release: ## build for release, into .build/release
	@scripts/setup
	@# Swift's own libraries go into the program: where it runs, Swift may be missing, or lie in a home that is shut.
	@swift build -c release --static-swift-stdlib --product mutuality

install: $(if $(BUILD),,release) ## install program, completions and man pages (PREFIX, DESTDIR; BUILD=.build/release: as built)
	@scripts/install $(or $(BUILD),.build/release)

uninstall: ## remove what "install" puts under PREFIX
	@scripts/install --remove

check: setup ## check format, imports, alert rules and scripts without building
	@scripts/check

bare: ## run demo and test in a minimal Debian that is made for it (as root; 30 minutes)
	@scripts/bare

format: ## format every Swift file
	@scripts/format

bench: setup ## compare with psql's \copy, on a release build
	@swift build -c release --product mutuality
	@Benchmarks/run

compare: setup ## compare computing with itself, plain SQL and DuckDB, on a release build (hours; see Benchmarks/README.md)
	@swift build -c release --product mutuality
	@Benchmarks/compute

same: setup ## show that figures are those of another commit, to the bit (BASE=main, NEW: else the working tree)
	@scripts/same-figures $(BASE) $(NEW)

clean: ## remove the build and demo/
	@rm -rf .build demo
