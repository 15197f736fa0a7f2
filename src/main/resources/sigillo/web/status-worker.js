// Shows what the server tells of itself, though no page of it is open.
'use strict';
self.addEventListener('push', event => {
    const said = event.data ? event.data.json() : {title: 'Sigillo', en: '', it: ''};
    const body = navigator.language.startsWith('it') ? said.it : said.en;
    event.waitUntil(self.registration.showNotification(said.title, {body, icon: '/icon.svg', tag: 'status', renotify: true}));
});

self.addEventListener('notificationclick', event => {
    event.notification.close();
    event.waitUntil((async () => {
        const pages = await self.clients.matchAll({type: 'window'});
        const there = pages.find(page => new URL(page.url).pathname === '/status');
        return there ? there.focus() : self.clients.openWindow('/status');
    })());
});
