import { inert } from '../text/addresses'
import type { Opened } from './bodies'

type Method = 'spf' | 'dkim' | 'dmarc' | 'arc'
type Outcome = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'temperror' | 'permerror'
const OUTCOMES: readonly string[] = ['pass', 'fail', 'softfail', 'neutral', 'none', 'temperror', 'permerror']

export interface Story {
    /** What was found of where it comes from; of our server alone. Empty where nobody looked. */
    checks: { method: Method, outcome: Outcome, domain: string }[]
    /** `shown`: its domain has vouched for it. `forged`: it says that this is not its own. */
    trust: 'shown' | 'forged' | 'unknown'
    score: { isJunk: boolean, points: number, required: number } | undefined
    /** As the filter calls them, with what each counts. */
    reasons: { name: string, points: number }[]
    /** Servers that have passed it on, the first one first. */
    hops: { by: string, at: string }[]
}

/** What has become of a message on its way, as fields tell that our server wrote. */
export function storyOf(email: Opened): Story {
    const received = email['header:Received:asRaw:all'] ?? []
    const hops = received.map(hopOf).reverse()
    const checks = results(email['header:Authentication-Results:asRaw:all'] ?? [], hops.at(-1)?.by ?? '')
    const dmarc = checks.find(one => one.method === 'dmarc')?.outcome
    return {
        checks,
        trust: dmarc === 'pass' ? 'shown' : dmarc === 'fail' ? 'forged' : 'unknown',
        score: scoreOf(email['header:X-Spam-Status:asRaw']),
        reasons: reasonsOf(email['header:X-Spam-Status:asRaw']),
        hops,
    }
}

/**
 * RFC 8601 section 2.2. Only the first field, and only where it bears the name of the server that took the message:
 * others are of strangers, and say what they like.
 */
function results(fields: string[], ours: string): Story['checks'] {
    const [id, ...all] = unfolded(fields.at(0) ?? '').replace(/\([^()]*\)/g, ' ').split(';').map(one => one.trim())
    if (!id || id.split(/\s/)[0]!.toLowerCase() !== ours.toLowerCase()) return []
    return all.flatMap(one => {
        const found = /^(spf|dkim|dmarc|arc)\s*=\s*(\w+)/i.exec(one)
        const outcome = found?.[2]!.toLowerCase()
        if (!found || !OUTCOMES.includes(outcome!)) return []
        const domain = /\b(?:header\.d|header\.from|smtp\.mailfrom|smtp\.helo)\s*=\s*"?(?:[^\s@"]*@)?([^\s;"]+)/i.exec(one)?.[1] ?? ''
        return [{ method: found[1]!.toLowerCase() as Method, outcome: outcome as Outcome, domain: inert(domain) }]
    })
}

function hopOf(field: string): Story['hops'][number] {
    const text = unfolded(field)
    return { by: inert(/\bby\s+([^\s;()]+)/i.exec(text)?.[1] ?? ''), at: new Date(text.slice(text.lastIndexOf(';') + 1)).toJSON() ?? '' }
}

function scoreOf(field: string | null): Story['score'] {
    const text = unfolded(field ?? '')
    const said = /^(Yes|No)\b/i.exec(text)?.[1]
    const [points, required] = [/\bscore=(-?[\d.]+)/i.exec(text)?.[1], /\brequired=(-?[\d.]+)/i.exec(text)?.[1]]
    if (said === undefined || points === undefined || required === undefined) return undefined
    return { isJunk: said.toLowerCase() === 'yes', points: Number(points), required: Number(required) }
}

/** `tests=subject-in-capitals=2.4,link-to-number=1.7`. Those that count most come first. */
function reasonsOf(field: string | null): Story['reasons'] {
    const said = /\btests=(\S*)/i.exec(unfolded(field ?? ''))?.[1] ?? ''
    return [...said.matchAll(/([a-z0-9-]{1,60})=(-?[\d.]{1,8})/gi)].slice(0, 40)
        .map(([, name, points]) => ({ name: name!.replaceAll('-', ' '), points: Number(points) }))
        .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
}

function unfolded(field: string): string { return field.replace(/\r?\n[ \t]/g, ' ').trim() }
