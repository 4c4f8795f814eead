.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# A catalogue is judged as of a day; the shipped ones are kept in the state of this one.
AS_OF := 2026-06-30
# A process for each core; the tests of a file stay together, since they share what they build.
SIDE_BY_SIDE := -n auto --dist loadfile

help:  ## 显示这些说明 show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/run.done  ## 把 powerctl 装进 .venv  install powerctl into .venv

demo: setup  ## 安装，检查随附的目录，定级，演示导入和错误，生成网站  install, check the shipped catalogues, grade them, show an import and a fault, build the sites
	$(BIN)/powerctl validate catalogues --as-of $(AS_OF)
	$(BIN)/powerctl grade catalogues --by unit --as-of $(AS_OF)
	$(BIN)/powerctl import examples/guangan/guangan-1135.xlsx --into examples/guangan --yes --disclosure public
	$(BIN)/powerctl validate examples/guangan --as-of $(AS_OF) --select S,X --fail-on error
	$(BIN)/powerctl validate examples/faulty --as-of $(AS_OF) --select B --fail-on never
	$(BIN)/powerctl build catalogues --out build/site --as-of $(AS_OF) --wall
	@echo
	@echo "五地的公开网站在 build/site/index.html，用浏览器打开。 The sites of the five catalogues: open build/site/index.html."
	@echo "目录在 catalogues/，内置规则在 schemas/rulebooks/base.yaml，规则说明用 $(BIN)/powerctl explain P101 查看。"
	@echo "The catalogues are in catalogues/; $(BIN)/powerctl explain P101 --lang en tells about a rule."

check: .venv/dev.done  ## 静态检查 static checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: .venv/test.done  ## 安装测试所需的一切并运行测试 install what the tests need and run them
	$(BIN)/python -m pytest -m "not slow" $(SIDE_BY_SIDE)

test-all: .venv/test.done  ## 加上慢的测试 the slow tests too
	$(BIN)/python -m pytest $(SIDE_BY_SIDE)

golden: .venv/dev.done  ## 重新生成标准输出（提交前请看差异）renew golden files; read the difference before you commit
	POWERCTL_GOLDEN=renew $(BIN)/python -m pytest tests/test_golden.py
	git --no-pager diff --stat -- tests examples

docs: .venv/dev.done  ## 由规则和模式生成参考文档 generate the reference from rules and schemas
	$(BIN)/python docs/generate.py

bench: .venv/test.done  ## 性能比较 performance beside peers
	$(BIN)/python -m tests.bench.bench

.venv/bin/python:
	@$(PYTHON) -m venv .venv || { rm -rf .venv; requirements/system.sh python3-venv && $(PYTHON) -m venv .venv; }

.venv/run.done: .venv/bin/python requirements/run.txt requirements/build.txt pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.done: .venv/run.done requirements/dev.txt
	@command -v git >/dev/null || requirements/system.sh git
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# A browser, fonts, graphviz, an office suite and the packages of Node: what the tests look at pages and files with.
.venv/test.done: .venv/dev.done tests/web/package-lock.json
	requirements/system.sh git graphviz fonts-noto-cjk poppler-utils libreoffice-calc-nogui libreoffice-writer-nogui
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || requirements/system.sh chromium
	@command -v npm >/dev/null || requirements/system.sh nodejs npm
	cd tests/web && npm ci --loglevel=error
	@touch $@

.PHONY: help setup demo check test test-all golden docs bench
