"""Every address of the site; each room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("config.site_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("", include("approvals.certificates.urls")),
]

handler400 = "config.views.bad_request"
handler500 = "config.views.server_error"
