import { harmless } from '../base/trusted'
import { sanitise } from './sanitise'

/** HTML of others as it may stand in what one writes: pictures wait there as they do where mail is read. */
export function editable(html: string): string {
    const { body } = sanitise(html)
    const holder = body.ownerDocument.createElement('div')
    holder.append(body)
    holder.querySelectorAll('style').forEach(one => one.remove())
    return holder.innerHTML
}

/** What is sent of what was edited: pictures lead again where they led. */
export function sendable(edited: string): string {
    const { body } = new DOMParser().parseFromString(harmless(`<body>${edited}`), 'text/html')
    for (const one of body.querySelectorAll('[data-cid]')) {
        one.setAttribute('src', `cid:${one.getAttribute('data-cid')}`)
        one.removeAttribute('data-cid')
    }
    for (const one of body.querySelectorAll('[data-remote]')) {
        one.setAttribute(one.tagName === 'IMG' ? 'src' : 'background', one.getAttribute('data-remote')!)
        one.removeAttribute('data-remote')
    }
    body.querySelectorAll('[data-remote-style]').forEach(one => one.removeAttribute('data-remote-style'))
    // a picture that is only here, and that nobody else could see
    body.querySelectorAll('img[src^="blob:"]').forEach(one => one.remove())
    body.querySelectorAll('[contenteditable]').forEach(one => one.removeAttribute('contenteditable'))
    return body.innerHTML
}
