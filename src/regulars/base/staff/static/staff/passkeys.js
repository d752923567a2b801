// Passkeys: asks the server what to ask for, lets the browser make or show one, and sends its answer with the form.

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function named(credentials) {
  return credentials?.map((one) => ({ ...one, id: bytes(one.id) }));
}

function toMake(asked) {
  const user = { ...asked.user, id: bytes(asked.user.id) };
  return { ...asked, user, challenge: bytes(asked.challenge), excludeCredentials: named(asked.excludeCredentials) };
}

function toShow(asked) {
  return { ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials) };
}

function written(credential) {
  const given = credential.response;
  const response = { clientDataJSON: text(given.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (given[part]) response[part] = text(given[part]);
  }
  if (given.getTransports) response.transports = given.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function answer(form) {
  const alone = form.elements.alone?.checked ? "?alone=1" : "";
  const told = await fetch(form.dataset.options + alone, { headers: { Accept: "application/json" } });
  if (!told.ok || told.redirected) throw new Error(`${told.status}`);
  const { publicKey } = await told.json();
  if (form.dataset.passkey === "make") return navigator.credentials.create({ publicKey: toMake(publicKey) });
  return navigator.credentials.get({ publicKey: toShow(publicKey) });
}

async function send(event) {
  const form = event.target;
  event.preventDefault();
  const complaint = form.querySelector(".error[role=alert]");
  complaint.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(written(await answer(form)));
    form.submit();
  } catch {
    complaint.textContent = form.dataset.failed;
    complaint.hidden = false;
  }
}

if (globalThis.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", send);
  }
}
