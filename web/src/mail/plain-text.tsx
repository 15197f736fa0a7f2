import { linkify } from '../text/linkify'
import { cutQuote } from '../text/quoting'

/** Text with its links; what is quoted at its end is folded. */
export function PlainText({ text, unfold, onMailto }: { text: string, unfold: string, onMailto: (href: string) => void }) {
    const { own, quote } = cutQuote(text)
    return <div class="text" dir="auto">
        <Linked text={own} onMailto={onMailto} />
        {quote !== '' && <details class="quote"><summary>{unfold}</summary><Linked text={quote} onMailto={onMailto} /></details>}
    </div>
}

function Linked({ text, onMailto }: { text: string, onMailto: (href: string) => void }) {
    return <>{linkify(text).map(({ text: piece, href, host }) => {
        if (!href) return piece
        const isAddress = href.startsWith('mailto:')
        // what stands before it turns nothing round in it
        return <><a href={href} dir="ltr" target="_blank" rel="noopener noreferrer" onClick={event => {
            if (!isAddress) return
            event.preventDefault()
            onMailto(href)
        }}>{piece}</a>{host && <span class="target" dir="ltr">→ {host}</span>}</>
    })}</>
}
