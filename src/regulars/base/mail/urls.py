"""The pages of this app, below settings/."""

from django.urls import path

from . import views

app_name = "mail"
urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:message_id>/", views.message, name="message"),
    path("outbox/<int:message_id>/retry/", views.retry, name="retry"),
    path("mail/", views.smtp, name="server"),
    path("mail/forget/", views.forget_server, name="forget-server"),
    path("mail/test/", views.test, name="test"),
    path("sms/", views.text_messages, name="gateway"),
    path("sms/forget/", views.forget_gateway, name="forget-gateway"),
    path("sms/test/", views.test_text, name="test-text"),
]
