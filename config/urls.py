"""Every address of the site; each room brings its own."""

from django.contrib import admin
from django.urls import include, path

from .api import api

urlpatterns = [
    path("", include("config.site_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("", include("allauth.idp.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("", include("approvals.certificates.urls")),
    path("", include("approvals.cases.urls")),
    path("", include("approvals.policies.urls")),
    path("", include("relics.standards.urls")),
    path("", include("relics.register.urls")),
    path("", include("relics.appraisers.urls")),
    path("", include("relics.appointments.urls")),
    path("", include("relics.comparisons.urls")),
    path("", include("relics.watchlists.urls")),
    path("", include("relics.reviews.urls")),
    path("", include("relics.entries.urls")),
    path("", include("relics.extensions.urls")),
    path("", include("relics.returns.urls")),
    path("", include("relics.loans.urls")),
    path("", include("relics.filings.urls")),
    path("", include("exhibitions.tariffs.urls")),
    path("", include("exhibitions.credit.urls")),
    path("", include("exhibitions.books.urls")),
    path("", include("exhibitions.guarantees.urls")),
    path("", include("exhibitions.permits.urls")),
    path("", include("exhibitions.exhibits.urls")),
    path("", include("exhibitions.declarations.urls")),
    path("", include("exhibitions.transfers.urls")),
    path("", include("exhibitions.matching.urls")),
    path("", include("exhibitions.zone_papers.urls")),
    path("", include("exhibitions.sales.urls")),
]

handler400 = "config.views.bad_request"
handler500 = "config.views.server_error"
