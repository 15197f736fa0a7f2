import { harmless } from '../base/trusted'
import { withoutOwn } from './leaving'
import { bearable } from './many'
import { sanitise } from './sanitise'

/**
 * HTML of others as it may stand in what one writes: pictures wait there as they do where mail is read. How it
 * leaves: html/leaving.ts.
 */
export function editable(html: string): string {
    const { body } = sanitise(html)
    const holder = body.ownerDocument.createElement('div')
    holder.append(body)
    holder.querySelectorAll('style').forEach(one => one.remove())
    return bearable(holder.innerHTML)
}

/** What was copied, perhaps from where mail is read. */
export function pasted(html: string): string {
    const { body } = new DOMParser().parseFromString(harmless(`<body>${bearable(html)}`), 'text/html')
    withoutOwn(body)
    return editable(body.innerHTML)
}
