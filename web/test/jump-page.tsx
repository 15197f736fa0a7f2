import { render } from 'preact'
import { HtmlFrame } from '../src/mail/html-frame'
import { en } from '../src/text/en'

/** What a click leaves: where the frame is, and how far what holds it was scrolled. */
export interface Jumped { href: string, isThere: boolean, scrolled: number }
export interface Found { jumped: Jumped[], forwarded: string[] }

const HIGH = '<p>x</p>'.repeat(200)
const MAIL = '<a href="#chapter">1</a><a href=" #named">2</a><a href="#none">3</a><a href="#%C3%A8">4</a>'
    + `<a href="https://x.example/">5</a>${HIGH}<h2 id="chapter">Part</h2>${HIGH}`
    + `<a name="named">Named</a>${HIGH}<h2 id="è">È</h2>${HIGH}<a href="#">up</a>`
/** Beside what is asked for, in pixels. */
const NEAR = 60

async function until(wanted: () => boolean): Promise<void> {
    for (let i = 0; i < 200 && !wanted(); i++) await new Promise(resolve => setTimeout(resolve, 20))
}

async function all(): Promise<Found> {
    const holder = document.createElement('div')
    holder.style.cssText = 'height: 400px; overflow: auto'
    document.body.append(holder)
    const none = () => Promise.resolve(undefined)
    const pictures = { own: none, remote: none }
    render(<HtmlFrame words={en} html={MAIL} pictures={pictures} onMailto={() => undefined} />, holder)
    await until(() => Number.parseInt(holder.querySelector('iframe')?.style.height ?? '0') > 5_000)
    const frame = holder.querySelector('iframe')!
    const jumped: Jumped[] = []
    for (const text of ['1', '2', '3', '4', 'up']) {
        const link = [...frame.contentDocument!.querySelectorAll('a')].find(one => one.textContent === text)!
        link.click()
        // to go elsewhere takes a turn of the browser
        await new Promise(resolve => setTimeout(resolve, 100))
        const inside = frame.contentDocument
        const isThere = inside?.URL === 'about:srcdoc'
        jumped.push({ href: link.getAttribute('href')!, isThere, scrolled: holder.scrollTop })
    }
    const inside = frame.contentDocument!
    const forwarded: string[] = []
    document.addEventListener('keydown', event => { forwarded.push(event.key) })
    for (const [selector, key] of [['a[href^=https]', 'Enter'], ['a[href^=https]', 'j'], ['h2', 'Enter']] as const) {
        const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
        inside.querySelector(selector)!.dispatchEvent(event)
    }
    const placeOf = (one: Element) => one.getBoundingClientRect().top
    const near = (one: Element, { scrolled }: Jumped) => Math.abs(placeOf(one) - scrolled) < NEAR
    return { forwarded, jumped: jumped.map(one => ({ ...one, scrolled: one.scrolled === 0 ? 0
        : [...inside.querySelectorAll('h2, a[name]')].findIndex(part => near(part, one)) + 1 })) }
}

void all().then(found => fetch('/result', { method: 'POST', body: JSON.stringify(found) }),
    error => fetch('/result', { method: 'POST', body: JSON.stringify(String(error)) }))
