/** What programs put around the message that is answered. */
const QUOTES = 'blockquote, .gmail_quote, .protonmail_quote, .yahoo_quoted, #appendonsend, .moz-cite-prefix'
/** Beats what the message's own style says. */
const SUMMARY = 'all: revert !important; display: inline-block !important; font: 1em system-ui, sans-serif !important; '
    + 'color: CanvasText !important; background: Canvas !important; border: 1px solid !important; border-radius: 6px !important; '
    + 'padding: 2px 10px !important; margin: 4px 0 !important; cursor: pointer !important'

/** Folds the last quote where nothing is said below it. `label`: what opens it. */
export function foldQuotes(body: DocumentFragment, label: string): void {
    const quote = [...body.querySelectorAll(QUOTES)].find(one => !one.parentElement?.closest(QUOTES) && isLast(body, one))
    // a message that is nothing but a quote is read as one
    if (!quote || textBefore(body, quote) === '') return
    const document = body.ownerDocument
    const [details, summary] = [document.createElement('details'), document.createElement('summary')]
    summary.textContent = label
    summary.setAttribute('style', SUMMARY)
    quote.replaceWith(details)
    details.append(summary, quote)
}

function isLast(body: DocumentFragment, quote: Element): boolean {
    const range = body.ownerDocument.createRange()
    range.setStartAfter(quote)
    range.setEndAfter(body.lastChild!)
    const rest = range.cloneContents()
    rest.querySelectorAll('style').forEach(one => one.remove())
    rest.querySelectorAll(QUOTES).forEach(one => one.remove())
    return (rest.textContent ?? '').trim() === '' && !rest.querySelector('img')
}

function textBefore(body: DocumentFragment, quote: Element): string {
    const range = body.ownerDocument.createRange()
    range.setStartBefore(body.firstChild!)
    range.setEndBefore(quote)
    const before = range.cloneContents()
    before.querySelectorAll('style').forEach(one => one.remove())
    return (before.textContent ?? '').trim()
}
