"""Sales to look at; nothing of them is changed here, and no buyer is read."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from . import models

admin.site.register(
    [
        models.BuyerReading,
        models.Cancellation,
        models.ForeignShare,
        models.LicenceUse,
        models.Refund,
        models.RefundAnswer,
        models.Sale,
        models.SaleLicence,
        models.SellerLicence,
    ],
    ReadOnlyAdmin,
)
