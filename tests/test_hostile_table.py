"""Every case of ``hostile/manifest.json`` has a test that covers it, and every test named here is there."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parent
CASES: list[dict[str, Any]] = json.loads((TESTS / "hostile" / "manifest.json").read_text("utf-8"))["cases"]

# A kind whose cases are all given to the same tests, which read them from the manifest or from the file it names.
KINDS: Mapping[str, tuple[str, ...]] = {
    "yaml-file": ("hostile_reading::test_a_file_is_taken_as_the_manifest_says",
                  "hostile_reading::test_a_file_stays_within_its_bounds"),
    "generated-file": ("hostile_reading::test_a_large_file_is_refused_soon_and_cheaply",
                       "hostile_reading::test_every_generated_file_of_the_manifest_is_tried"),
    "payload-string": ("formats::test_a_payload_is_inert",
                       "report::test_a_payload_is_inert_in_every_format",
                       "export::test_a_payload_is_text_in_every_format",
                       "chart_formats::test_a_hostile_text_stays_text_in_svg_and_bpmn",
                       "chart_formats::test_a_hostile_text_stays_text_in_dot",
                       "chart_formats::test_a_hostile_text_stays_text_in_mermaid",
                       "hostile_site::test_no_payload_becomes_an_element_an_attribute_or_a_link",
                       "hostile_site::test_every_payload_is_shown_as_the_text_it_is",
                       "hostile_site::test_scripts_and_data_in_pages_are_what_they_were",
                       "hostile_site::test_data_files_hold_texts_and_nothing_that_runs",
                       "hostile_site::test_the_search_index_is_data",
                       "hostile_site::test_a_payload_in_minutes_and_notices_is_inert",
                       "hostile_site::test_payloads_in_a_grading_are_inert",
                       "diff_formats::test_every_payload_in_a_change_is_inert",
                       "hostile_site::test_a_payload_in_a_duty_is_inert"),
    "item-id": ("load::test_hostile_ids",),
    "git-revision": ("git::test_a_revision_is_taken_as_the_manifest_says",),
    "git-scenario": ("git::test_a_hostile_repository_is_read_and_nothing_runs",
                     "git::test_a_scenario_ends_as_the_manifest_says"),
    "xlsx-import": ("import_reading::test_hostile_workbooks_end_as_the_manifest_says",),
    "privacy-string": ("personal::test_listed_strings", "hostile_site::test_what_nobody_may_publish_stops_a_site"),
    "roundtrip": ("edit::test_the_round_trips_of_the_manifest",
                  "edit::test_mending_another_field_leaves_every_other_byte"),
    "fs": ("hostile_reading::test_a_tree_is_walked_as_the_manifest_says",),
}  # fmt: skip
_LEAK = "publish::test_a_leak_is_caught_and_the_old_site_stays"
_SILENT = "publish::test_a_leak_without_a_word_makes_two_worlds_differ"
ALONE: Mapping[str, tuple[str, ...]] = {
    "I900": ("load::test_two_ids_that_differ_in_case_only",),
    "F025": ("hostile_reading::test_a_hundred_thousand_files",),
    **{f"L0{number:02}": (_LEAK,) for number in (1, 3, 5, 7, 9, 11, 13, 15, 23, 25, 27, 29, 33, 35)},
    **{f"L0{number:02}": (_SILENT,) for number in (17, 19, 21, 31)},
    "L100": ("publish::test_what_turned_internal_is_gone",),
    "L102": ("publish::test_a_withdrawn_unit_is_gone",),
    "L104": ("hostile_site::test_the_log_of_a_build_and_its_dates",),
    "L106": ("hostile_site::test_a_fault_in_a_private_file_is_told_without_its_value", _LEAK),
    "L108": ("hostile_site::test_a_workbook_is_the_same_three_seconds_later_and_hides_nothing",
             "export::test_a_file_tells_nothing_of_who_made_it_and_when"),
    "K001": ("write_strace::test_wherever_it_dies_each_file_is_the_old_one_or_the_new",),
    "K003": ("write_strace::test_wherever_it_dies_each_file_is_the_old_one_or_the_new",
             "publish_strace::test_wherever_it_dies_one_whole_site_stands_there"),
    "K005": ("hostile_writing::test_a_disk_too_small_for_an_import_keeps_what_was_there",),
    "K007": ("publish::test_two_builds_at_once_one_is_refused",),
    "K009": ("hostile_writing::test_a_file_that_somebody_edits_meanwhile_is_not_overwritten",
             "hostile_writing::test_an_exchange_with_one_file_edited_meanwhile_changes_nothing"),
    "K011": ("hostile_writing::test_a_link_in_a_catalogue_stays_a_link_and_what_it_names_is_left_alone",),
    "K013": ("hostile_writing::test_a_reader_that_has_gone_and_a_full_disk_are_no_crash",),
    "D001": ("publish::test_neither_hash_seed_nor_locale_nor_clock_counts",),
    "D003": ("publish::test_neither_hash_seed_nor_locale_nor_clock_counts",),
    "D005": ("hostile_site::test_the_log_of_a_build_and_its_dates",),
    "D007": ("publish::test_the_same_input_gives_the_same_bytes_and_modes_follow_the_umask",),
    "D009": ("hostile_site::test_a_workbook_is_the_same_three_seconds_later_and_hides_nothing",
             "export::test_the_same_bytes_each_time"),
}  # fmt: skip


@cache
def functions(module: str) -> frozenset[str]:
    """The tests of a module."""
    tree = ast.parse((TESTS / f"test_{module}.py").read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_has_a_test(case: dict[str, Any]) -> None:
    named = ALONE.get(case["id"]) or KINDS.get(case["kind"], ())
    assert named, f"{case['id']} ({case['what']}) has no test"
    for test in named:
        module, _, name = test.partition("::")
        assert name in functions(module), test


def test_nothing_is_listed_that_is_no_case() -> None:
    assert set(ALONE) <= {case["id"] for case in CASES}
    assert set(KINDS) <= {case["kind"] for case in CASES}


@pytest.mark.parametrize("name", ["payloads", "ids", "privacy", "revisions"])
def test_the_manifest_and_its_lists_name_the_same_cases(name: str) -> None:
    listed = {entry["id"] for entry in json.loads((TESTS / "hostile" / f"{name}.json").read_text("utf-8"))}
    assert listed == {case["id"] for case in CASES if str(case["file"]).startswith(f"{name}.json#")}


def test_every_leak_has_its_number_in_the_suite() -> None:
    source = (TESTS / "test_publish.py").read_text("utf-8")
    assert [case["id"] for case in CASES if case["kind"] == "leak-mutant" and f'"{case["id"]} ' not in source] == []
