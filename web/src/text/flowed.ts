/** Of a `text/plain` part, as its Content-Type says it: RFC 3676 section 4. */
export function isFlowed(contentType: string): boolean { return parameter(contentType, 'format') === 'flowed' }

/** The space by which a line goes on belongs to the text, except where the type says otherwise. */
export function deletesSpace(contentType: string): boolean { return parameter(contentType, 'delsp') === 'yes' }

function parameter(contentType: string, name: string): string | undefined {
    const found = new RegExp(`;\\s*${name}\\s*=\\s*"?([a-z]{1,20})"?\\s*(?:;|$)`, 'i').exec(contentType)
    return found?.[1]?.toLowerCase()
}

/**
 * Lines that go on are one: RFC 3676 section 4.1. What is quoted stays quoted as deep as it was, and the line above a
 * signature stands alone.
 */
export function flowed(text: string, deletes: boolean): string {
    const done: string[] = []
    let open: { depth: number, pieces: string[] } | undefined
    const end = () => {
        if (open) done.push(lineOf(open.depth, open.pieces.join('')))
        open = undefined
    }
    for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
        const depth = /^>*/.exec(line)![0].length
        const content = line.startsWith(' ', depth) ? line.slice(depth + 1) : line.slice(depth)
        const isSignature = content === '-- '
        if (open && (isSignature || open.depth !== depth)) end()
        const goesOn = !isSignature && content.endsWith(' ')
        open ??= { depth, pieces: [] }
        open.pieces.push(goesOn && deletes ? content.slice(0, -1) : content)
        if (!goesOn) end()
    }
    end()
    return done.join('\n')
}

/** What only begins as a quote does keeps the space that says so. */
function lineOf(depth: number, content: string): string {
    if (depth === 0) return content.startsWith('>') ? ` ${content}` : content
    return content === '' ? '>'.repeat(depth) : `${'>'.repeat(depth)} ${content}`
}
