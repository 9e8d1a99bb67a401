"""What is abroad for a time and what led there, to look at."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from . import models

admin.site.register(
    [
        models.ApprovalCheck,
        models.Loan,
        models.LoanExtension,
        models.LoanPlan,
        models.LoanStatement,
        models.Recall,
    ],
    ReadOnlyAdmin,
)
