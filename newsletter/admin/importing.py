"""Bringing in people who said yes elsewhere: look at the file first, then all rows or none."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from newsletter.admin.person_views import PersonViews
from newsletter.list import import_rows, imports
from newsletter.models import ConsentEvent

MOST_BYTES = 5 * 2**20
SHOWN = 200  # problems on one page


class ImportForm(forms.Form):
    file = forms.FileField(
        label="The file (CSV)",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("This file is larger than 5 MB: split it.")
        return file


class ImportViews(PersonViews):
    def get_urls(self) -> list[URLPattern]:
        return [self.at("import/", self.import_view, "import"), *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Two buttons for one file: `check` writes nothing, `import` writes all or nothing."""
        user = self.require(request, "import_subscriber")
        form = ImportForm(*_sent(request))
        if not form.is_valid():
            return self._import_page(request, form, status=422 if form.is_bound else 200)
        rows, problems = import_rows.read(form.cleaned_data["file"].read())
        try:
            if problems:
                raise imports.BadRowsError(problems)
            if "import" not in request.POST:
                would = imports.check(rows)
                return self._import_page(request, ImportForm(), checked=len(rows), would=would)
            joined = imports.bring_in(rows, by=user)
        except imports.BadRowsError as error:
            return self._import_page(request, ImportForm(), status=422, problems=error.problems)
        already = len(rows) - joined
        messages.success(request, f"{joined} joined the list, {already} were on it already.")
        return self.to_list()

    def _import_page(
        self, request: HttpRequest, form: ImportForm, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        problems = more.pop("problems", [])
        context = {
            "title": "Bring in people who said yes elsewhere",
            "form": form,
            "problems": problems[:SHOWN],
            "more_problems": max(len(problems) - SHOWN, 0),
            "bases": ConsentEvent.Basis.choices,
            "header": ",".join(import_rows.HEADER),
        }
        return self.answer(request, "import.html", context | more, status)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
