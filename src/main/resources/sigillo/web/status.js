// Offers to tell this browser of the server, where it can be told. The page works without.
'use strict';
const box = document.getElementById('push');
const WORKER = '/status-worker.js';
/** Of all scripts that could be named, this one alone (Trusted Types); browsers without them take the name. */
const policy = window.trustedTypes?.createPolicy('status', {createScriptURL: () => WORKER});

/** What push services want of the server's key: octets. */
function octets(key) {
    const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(text, one => one.charCodeAt(0));
}

/** As a form, so that it is the page's own request. */
function send(form, subscription) {
    const said = subscription.toJSON();
    form.elements.endpoint.value = said.endpoint;
    form.elements.p256dh.value = said.keys.p256dh;
    form.elements.auth.value = said.keys.auth;
    form.submit();
}

async function offer() {
    const registration = await navigator.serviceWorker.register(policy?.createScriptURL(WORKER) ?? WORKER, {scope: '/status'});
    const there = await registration.pushManager.getSubscription();
    const on = document.querySelector('#push-on form');
    const off = document.querySelector('#push-off form');
    on.addEventListener('submit', async event => {
        event.preventDefault();
        try {
            send(on, await registration.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: octets(box.dataset.key)}));
        } catch {
            document.getElementById('push-denied').hidden = false;
        }
    });
    off.addEventListener('submit', async event => {
        event.preventDefault();
        await there.unsubscribe();
        send(off, there);
    });
    document.getElementById(there ? 'push-off' : 'push-on').hidden = false;
    box.hidden = false;
}

if (box && 'serviceWorker' in navigator && 'PushManager' in window) offer().catch(() => { box.hidden = true; });
