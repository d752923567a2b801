// Every call of the vendor's Node client: arguments are the address, the write key, the user, and how much to count.
const { Analytics } = require("@segment/analytics-node");

const [host, writeKey, user, counted = 120] = process.argv.slice(2);
const analytics = new Analytics({ writeKey, host, flushInterval: 100, maxRetries: 5 });
const failures = [];
analytics.on("error", (error) => failures.push(error));

analytics.track({ anonymousId: `${user}-visitor`, event: "Product Viewed", properties: { sku: "latte" } });
analytics.identify({
  userId: user,
  anonymousId: `${user}-visitor`,
  traits: { email: `${user}@shop.example`, firstName: "สมชาย", lastName: "ใจดี" },
});
analytics.track({
  userId: user,
  event: "Order Completed",
  properties: {
    order_id: `${user}-1`,
    total: 185.5,
    currency: "THB",
    products: [{ product_id: "p1", name: "Mango cake", price: 92.75, quantity: 2 }],
  },
});
analytics.page({ userId: user, category: "Shop", name: "Home", properties: { url: "https://shop.example/" } });
analytics.screen({ userId: user, category: "Shop", name: "Card" });
analytics.group({ userId: user, groupId: `${user}-company`, traits: { name: "Acme" } });
analytics.alias({ previousId: `${user}-before`, userId: user });
for (let number = 0; number < Number(counted); number += 1) {
  analytics.track({ userId: user, event: "Counted", properties: { number } });
}
analytics.closeAndFlush().then(() => {
  if (failures.length) {
    console.error("not delivered:", failures);
    process.exit(1);
  }
});
