"""What to paste into a site, a server or an app, filled with this server's address and a source's key."""

import shlex
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .kinds import words_of


@dataclass(frozen=True)
class Snippet:
    """One way to connect: a code, a title, a remark, and the text to paste."""

    code: str
    title: str | Promise
    about: str | Promise
    text: str


BROWSER = """\
import { AnalyticsBrowser } from "@segment/analytics-next";

export const analytics = AnalyticsBrowser.load(
  { writeKey: "%(key)s", cdnURL: "%(url)s" },
  { integrations: { "Segment.io": { apiHost: "%(host)s/v1", protocol: "%(protocol)s" } } },
);

analytics.page();
analytics.identify("user-1", { email: "som@example.com", name: "Som" });
analytics.track("Product Viewed", { product_id: "tea-1", price: 85, currency: "THB" });
"""
NODE = """\
// shop.mjs, started with: node shop.mjs
import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({ writeKey: "%(key)s", host: "%(url)s" });

analytics.identify({ userId: "user-1", traits: { email: "som@example.com", name: "Som" } });
analytics.track({
  userId: "user-1",
  event: "Order Completed",
  properties: { order_id: "R-1", total: 185, currency: "THB" },
});
await analytics.closeAndFlush();
"""
PYTHON = """\
import segment.analytics as analytics

analytics.write_key = "%(key)s"
analytics.host = "%(url)s"

analytics.identify("user-1", {"email": "som@example.com", "name": "Som"})
analytics.track("user-1", "Order Completed", {"order_id": "R-1", "total": 185, "currency": "THB"})
analytics.flush()
"""
PHP = """\
use Segment\\Segment;

Segment::init("%(key)s", ["host" => "%(host)s", "ssl" => %(ssl)s]);

Segment::identify(["userId" => "user-1", "traits" => ["email" => "som@example.com", "name" => "Som"]]);
Segment::track([
    "userId" => "user-1",
    "event" => "Order Completed",
    "properties" => ["order_id" => "R-1", "total" => 185, "currency" => "THB"],
]);
Segment::flush();
"""
KOTLIN = """\
val analytics = Analytics("%(key)s", applicationContext) {
    apiHost = "%(host)s/v1"
    cdnHost = "%(host)s/v1"
}

analytics.track("Product Viewed", buildJsonObject { put("product_id", "tea-1") })
"""
SWIFT = """\
let configuration = Configuration(writeKey: "%(key)s")
    .apiHost("%(host)s/v1")
    .cdnHost("%(host)s/v1")
let analytics = Analytics(configuration: configuration)

analytics.track(name: "Product Viewed", properties: ["product_id": "tea-1"])
"""
FLUTTER = """\
final analytics = createClient(Configuration(
  "%(key)s",
  apiHost: "%(host)s/v1",
  cdnHost: "%(host)s/v1",
));

await analytics.track("Product Viewed", properties: {"product_id": "tea-1"});
"""
CURL = """\
curl %(quoted_url)s/v1/track -u %(key)s: \\
  -H 'Content-Type: application/json' -d '{
  "userId": "user-1",
  "event": "Order Completed",
  "properties": {"order_id": "R-1", "total": 185, "currency": "THB"}
}'
"""
PIXEL = '<img src="%(pixel)s" width="1" height="1" alt="">\n'

SECURE = _("Phones insist on https, so serve this address with a certificate.")
TEMPLATES: dict[str, tuple[str | Promise, str | Promise, str]] = {
    "browser": (_("Website"), _("Add the package with npm install @segment/analytics-next."), BROWSER),
    "node": ("Node.js", _("Add the package with npm install @segment/analytics-node."), NODE),
    "python": ("Python", _("Add the package with pip install segment-analytics-python."), PYTHON),
    "php": ("PHP", _("Add the package with composer require segmentio/analytics-php."), PHP),
    "kotlin": ("Android", SECURE, KOTLIN),
    "swift": ("iOS", SECURE, SWIFT),
    "flutter": ("Flutter", SECURE, FLUTTER),
    "curl": ("curl", _("Try it from a terminal."), CURL),
    "pixel": (_("Image"), _("Put a number of the reader in the place of visitor-1."), PIXEL),
}


def snippets(kind: str, url: str, key: str) -> list[Snippet]:
    """The ways to connect a source of a kind; `url` is this server's address without a slash at its end."""
    parts = urlsplit(url)
    pixel = f"{url}/v1/pixel?{urlencode({'writeKey': key, 'anonymousId': 'visitor-1', 'event': 'Email Opened'})}"
    known = {
        "key": key,
        "url": url,
        "quoted_url": shlex.quote(url),
        "host": parts.netloc,
        "protocol": parts.scheme,
        "ssl": str(parts.scheme == "https").lower(),
        "pixel": escape(pixel),
    }
    return [
        Snippet(code, title, about, text % known)
        for code in words_of(kind).snippets
        for title, about, text in (TEMPLATES[code],)
    ]
