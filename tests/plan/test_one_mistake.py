"""A mistake in the choice of a site's backend is said once, where the choice was made."""

from __future__ import annotations

import pytest

from tests.conftest import Project

LADDER = "- {name: follow, title: Follow, form: join}\n- {name: lead, title: Lead, form: other}\n"


@pytest.mark.parametrize(
    ("backend", "code", "fix"),
    [
        ("formspre", "form-backend-unknown", 'Did you mean "formspree"?'),
        ("formspree", "form-setting-missing",
         "Add under backend, settings, formspree: form_id: xwkgzyxa"),
    ],
)  # fmt: skip
def test_a_wrong_choice_for_all_forms_is_one_error_at_its_line_and_no_dead_end(
    project: Project, backend: str, code: str, fix: str
) -> None:
    form = "title: Join us\nfields: [email]\nconsent: none\n"
    project.write("content/site.yaml", f"name: Test Street\nurl: https://test.example\n"
                  f"form: join\nbackend: {backend}\n")  # fmt: skip
    project.write("content/forms/join.yaml", form).write("content/forms/other.yaml", form)
    project.write("content/ladder.yaml", LADDER)
    (problem,) = [each for each in project.build().problems if each.level != "info"]
    assert (code, fix) == (problem.code, problem.hint)
    assert problem.span is not None
    assert ("content/site.yaml", 4) == (problem.span.path, problem.span.line)


def test_a_form_with_a_backend_of_its_own_is_told_at_its_own_line(project: Project) -> None:
    project.write("content/forms/join.yaml", "title: Join us\nfields: [email]\nconsent: none\n"
                  "backend: formspree\n")  # fmt: skip
    (problem,) = [each for each in project.build().problems if each.level == "error"]
    assert ("form-setting-missing", 'The form "join" lacks "form_id", which the backend '
            '"formspree" needs.') == (problem.code, problem.message)  # fmt: skip
    assert problem.span is not None
    assert "content/forms/join.yaml" == problem.span.path


def test_a_page_that_asks_for_a_form_by_a_wrong_name_is_told_so_and_no_more(
    project: Project,
) -> None:
    project.write("content/ladder.yaml", "- {name: follow, title: Follow, form: join}\n")
    project.page("plan.md", "Text.", title="Plan", description="P.", ask="jion")
    (problem,) = [each for each in project.build().problems if each.level != "info"]
    assert ("form-missing", 'Did you mean "join"?') == (problem.code, problem.hint)
