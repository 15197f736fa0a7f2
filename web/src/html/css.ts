/**
 * CSS of strangers. The policy of the frame lets it load nothing whatever it says; here it is taken out already, so
 * that two things would have to fail.
 */
const URL_CALL = /(?:url|image|image-set|-webkit-image-set|src|cross-fade)\s*\(/i
/** The only form of an address that is shown later, when it is asked for. */
const PLAIN_URL = /^\s*(?:url\(\s*)(?:"(https?:[^"\\]{1,2000})"|'(https?:[^'\\]{1,2000})'|(https?:[^\s"'()\\]{1,2000}))\s*\)/i

/** Of a `style` attribute: what loads nothing, and the picture behind the element. */
export function remoteOfCss(style: string): { css: string, remote?: string } {
    const kept: string[] = []
    let remote: string | undefined
    for (const declaration of declarations(style)) {
        const [name, value] = halves(declaration)
        if (value === '') continue
        if (!loads(value)) kept.push(declaration.trim())
        else if (name === 'background' || name === 'background-image') remote = addressOf(value) ?? remote
    }
    const css = kept.filter(one => one !== '').join('; ')
    return remote === undefined ? { css } : { css, remote }
}

/** At-rules that load something by themselves, or turn what stands below into something else. */
const LOADING_RULE = /@(?:import|font-face|namespace|charset)\b/i

/**
 * Of a `style` element: no `@import`, no font, no picture. A backslash could hide any of them, and no mail needs one
 * there. One pass, whatever is in it: strangers choose how long it is.
 */
export function withoutImports(css: string): string {
    const kept: string[] = []
    let isInRule = false
    for (const [piece, end] of pieces(withoutComments(css))) {
        if (isInRule) isInRule = end !== '}'
        else {
            const [before, rule] = loadingRule(piece)
            kept.push(before.includes('\\') || URL_CALL.test(halves(before)[1]) ? ' ' : before)
            if (rule && end === '{') isInRule = true
            else kept.push(rule && end === ';' ? ' ' : end)
        }
    }
    return kept.join('')
}

function loadingRule(piece: string): [before: string, isRule: boolean] {
    const at = piece.search(LOADING_RULE)
    return at < 0 ? [piece, false] : [`${piece.slice(0, at)} `, true]
}

/** What stands between semicolons and braces, each with the one behind it; '' behind the last. */
function* pieces(css: string): Generator<[piece: string, end: string]> {
    let from = 0
    for (const { 0: end, index } of css.matchAll(/[;{}]/g)) {
        yield [css.slice(from, index), end]
        from = index + 1
    }
    yield [css.slice(from), '']
}

function withoutComments(css: string): string {
    const kept: string[] = []
    let at = 0
    for (let open = css.indexOf('/*'); open >= 0; open = css.indexOf('/*', at)) {
        const close = css.indexOf('*/', open + 2)
        if (close < 0) break
        kept.push(css.slice(at, open), ' ')
        at = close + 2
    }
    return [...kept, css.slice(at)].join('').replace(/<!--|-->/g, ' ')
}

function loads(value: string): boolean { return value.includes('\\') || URL_CALL.test(value) || /\bvar\s*\(|@import/i.test(value) }

function addressOf(value: string): string | undefined {
    const found = PLAIN_URL.exec(value.slice(Math.max(0, value.search(/url\(/i))))
    return found?.[1] ?? found?.[2] ?? found?.[3]
}

function halves(declaration: string): [string, string] {
    const at = declaration.indexOf(':')
    return at < 0 ? [declaration.trim().toLowerCase(), ''] : [declaration.slice(0, at).trim().toLowerCase(), declaration.slice(at + 1)]
}

/** At semicolons that stand neither in quotes nor in brackets. */
function declarations(style: string): string[] {
    const parts: string[] = []
    let [start, quote, depth] = [0, '', 0]
    for (let i = 0; i < style.length; i++) {
        const one = style[i]!
        if (one === '\\') i++
        else if (quote !== '') quote = one === quote ? '' : quote
        else if (one === '"' || one === "'") quote = one
        else if (one === '(') depth++
        else if (one === ')') depth = Math.max(0, depth - 1)
        else if (one === ';' && depth === 0) {
            parts.push(style.slice(start, i))
            start = i + 1
        }
    }
    return [...parts, style.slice(start)]
}
