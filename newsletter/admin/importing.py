"""Views to import subscribers who gave their consent elsewhere: check the file, then import."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from newsletter.admin.subscriber_views import SubscriberViews
from newsletter.list import import_rows, imports
from newsletter.models import ConsentEvent

MAX_BYTES = 5 * 2**20
MAX_PROBLEMS_SHOWN = 200  # problems on one page


class ImportForm(forms.Form):
    file = forms.FileField(
        label="The file (CSV)",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("This file is larger than 5 MB: split it.")
        return file


class ImportViews(SubscriberViews):
    def get_urls(self) -> list[URLPattern]:
        return [self.subscriber_path("import/", self.import_view, "import"), *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Check a file without saving, or import all of its rows or none."""
        user = self.require_permission(request, "import_subscriber")
        form = ImportForm(*_form_data(request))
        if not form.is_valid():
            return self._render_import(request, form, status=422 if form.is_bound else 200)
        rows, problems = import_rows.read(form.cleaned_data["file"].read())
        try:
            if problems:
                raise imports.BadRowsError(problems)
            if "import" not in request.POST:
                joining = imports.check(rows)
                return self._render_import(
                    request, ImportForm(), checked=len(rows), joining=joining
                )
            joined = imports.add_subscribers(rows, by=user)
        except imports.BadRowsError as error:
            return self._render_import(request, ImportForm(), status=422, problems=error.problems)
        already = len(rows) - joined
        messages.success(request, f"{joined} joined the list, {already} were on it already.")
        return self.redirect_to_list()

    def _render_import(
        self, request: HttpRequest, form: ImportForm, *, status: int = 200, **extra: Any
    ) -> HttpResponse:
        problems = extra.pop("problems", [])
        context = {
            "title": "Import people who said yes elsewhere",
            "form": form,
            "problems": problems[:MAX_PROBLEMS_SHOWN],
            "more_problems": max(len(problems) - MAX_PROBLEMS_SHOWN, 0),
            "bases": ConsentEvent.Basis.choices,
            "header": ",".join(import_rows.HEADER),
        }
        return self.render_page(request, "import.html", context | extra, status)


def _form_data(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
