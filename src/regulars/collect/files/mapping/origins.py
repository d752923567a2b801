"""The heads of exports that are known: HubSpot, Google Contacts, Shopify, LINE Official Account."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from regulars.collect.files.mapping.cells import folded
from regulars.collect.files.mapping.columns import Kind


@dataclass(frozen=True, slots=True)
class Export:
    """Heads that tell it, and head → target; `values` maps cells of a head to what is meant."""

    origin: str
    kind: Kind
    told_by: tuple[str, ...]
    heads: dict[str, str]
    values: dict[str, dict[str, str]] = field(default_factory=dict)


_ADDRESS = {
    "Address1": "trait:street",
    "Address2": "trait:street",
    "City": "trait:city",
    "Province": "trait:state",
    "Province Code": "",
    "Country": "trait:country",
    "Country Code": "trait:country",
    "Zip": "trait:postal_code",
}
_NO = {"true": "false", "false": "", "yes": "false", "no": ""}
EXPORTS = (
    Export(
        "hubspot",
        Kind.CUSTOMERS,
        ("Record ID", "First Name", "Last Name", "Email"),
        {
            "Record ID": "identifier:external_id",
            "Record ID - Contact": "identifier:external_id",
            "Email": "trait:email",
            "Additional email addresses": "identifier:email",
            "Phone Number": "trait:phone",
            "Mobile Phone Number": "identifier:phone",
            "WhatsApp Phone Number": "trait:whatsapp",
            "Street Address": "trait:street",
            "State/Region": "trait:state",
            "Country/Region": "trait:country",
            "Website URL": "trait:website",
            "Number of Employees": "trait:employee_count",
            "Preferred language": "trait:language",
            "Date of birth": "trait:birthday",
            "Create Date": "trait:created_at",
            "Last Modified Date": "time:occurred_at",
            "Twitter Username": "trait:x",
            "Unsubscribed from all email": "consent:marketing",
            "Contact owner": "",
            "Lead Status": "",
            "Lifecycle Stage": "",
        },
        {"Unsubscribed from all email": _NO},
    ),
    Export(
        "google_contacts",
        Kind.CUSTOMERS,
        ("E-mail 1 - Value",),
        {
            "Name Prefix": "trait:honorific",
            "Given Name": "trait:first_name",
            "Additional Name": "trait:middle_name",
            "Family Name": "trait:last_name",
            "File As": "",
            "Organization Name": "trait:company",
            "Organization Title": "trait:job_title",
            "Organization 1 - Name": "trait:company",
            "Organization 1 - Title": "trait:job_title",
            "Notes": "trait:description",
            "Photo": "trait:avatar",
            "Labels": "trait:tags",
            "Group Membership": "trait:tags",
            "E-mail 1 - Value": "trait:email",
            "E-mail 2 - Value": "identifier:email",
            "E-mail 3 - Value": "identifier:email",
            "Phone 1 - Value": "trait:phone",
            "Phone 2 - Value": "identifier:phone",
            "Phone 3 - Value": "identifier:phone",
            "Address 1 - Street": "trait:street",
            "Address 1 - Extended Address": "trait:street",
            "Address 1 - Formatted": "",
            "Address 1 - City": "trait:city",
            "Address 1 - Region": "trait:state",
            "Address 1 - Postal Code": "trait:postal_code",
            "Address 1 - Country": "trait:country",
            "Website 1 - Value": "trait:website",
        },
    ),
    Export(
        "shopify",
        Kind.ORDER_LINES,
        ("Lineitem name", "Lineitem quantity"),
        {
            "Name": "order:order_id",
            "Email": "identifier:email",
            "Phone": "identifier:phone",
            "Financial Status": "order:status",
            "Created at": "time:occurred_at",
            "Currency": "order:currency",
            "Subtotal": "order:revenue",
            "Shipping": "order:shipping",
            "Taxes": "order:tax",
            "Total": "order:total",
            "Discount Code": "order:coupon",
            "Discount Amount": "order:discount",
            "Payment Method": "order:payment_method",
            "Source": "order:affiliation",
            "Lineitem quantity": "line:quantity",
            "Lineitem name": "line:name",
            "Lineitem price": "line:price",
            "Lineitem sku": "line:sku",
            "Vendor": "line:brand",
            "Billing Name": "trait:name",
            **{f"Billing {name}": target for name, target in _ADDRESS.items()},
            **{f"Shipping {name}": "" for name in (*_ADDRESS, "Name", "Street", "Phone", "Company", "Method")},
            **dict.fromkeys(("Id", "Paid at", "Billing Street", "Billing Phone", "Notes", "Tags", "Fulfilled at"), ""),
        },
    ),
    Export(
        "shopify",
        Kind.CUSTOMERS,
        ("Accepts Email Marketing", "Total Spent"),
        {
            "Customer ID": "identifier:external_id",
            "Accepts Email Marketing": "consent:marketing",
            "Accepts SMS Marketing": "",
            "Phone": "trait:phone",
            "Default Address Phone": "identifier:phone",
            "Default Address Company": "trait:company",
            **{f"Default Address {name}": target for name, target in _ADDRESS.items()},
            "Note": "trait:description",
            "Tags": "trait:tags",
            **dict.fromkeys(("Total Spent", "Total Orders", "Tax Exempt"), ""),
        },
    ),
    Export(
        "shopify",
        Kind.PRODUCTS,
        ("Handle", "Title", "Variant SKU"),
        {
            # Lines of orders name what was bought by its SKU, and so do these rows.
            "Handle": "",
            "Variant SKU": "product:sku",
            "Title": "product:name",
            "Body (HTML)": "product:description",
            "Vendor": "product:brand",
            "Product Category": "product:category",
            "Type": "",
            "Option1 Value": "product:variant",
            "Variant Price": "product:price",
            "Variant Inventory Qty": "product:stock",
            "Variant Barcode": "product:barcode",
            "Image Src": "product:image_url",
            **dict.fromkeys(("Tags", "Option1 Name", "Option2 Name", "Option2 Value", "Status", "Published"), ""),
        },
    ),
    Export(
        "line_oa",
        Kind.CUSTOMERS,
        ("User ID", "Display name"),
        {
            "User ID": "identifier:line",
            "LINE user ID": "identifier:line",
            "Display name": "trait:name",
            "Picture URL": "trait:avatar",
            "Status message": "",
            "Language": "trait:language",
            "Tags": "trait:tags",
            "Friend since": "trait:created_at",
        },
    ),
)


def export_of(heads: Sequence[str], origin: str = "") -> Export | None:
    """The export that these heads are of; `origin` is what reading the file found."""
    known = {folded(head) for head in heads}
    found = [export for export in EXPORTS if all(folded(head) in known for head in export.told_by)]
    named = [export for export in EXPORTS if origin and export.origin == origin]
    # Where an origin has one kind of export, reading the file told enough.
    return next((export for export in found if not origin or export in named), named[0] if len(named) == 1 else None)
