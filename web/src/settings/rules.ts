/** Rules as they are made of fields, and the Sieve (RFC 5228) that is written of them and read back. */

export type RuleField = 'from' | 'to' | 'subject' | 'list'
export interface RuleCondition { field: RuleField, has: string }
export interface Rule {
    name: string
    /** All of the conditions, or any of them. */
    isAll: boolean
    conditions: RuleCondition[]
    /** The path of a mailbox, levels divided by `/`; none: it stays. */
    mailbox?: string
    isSeen?: boolean
    isStarred?: boolean
    isDiscarded?: boolean
    /** What comes after it is not looked at. */
    isLast: boolean
}

const FIRST = '# Written by the webmail, which reads it back. What is changed here by hand is lost when rules are changed there.'
const RULE = '# rule '
const RULES_MAX = 200
const FIELDS: Record<RuleField, string> = {
    from: 'address :contains "from"', to: 'address :contains ["to", "cc"]', subject: 'header :contains "subject"', list: 'header :contains "list-id"',
}

export function sieveOf(rules: readonly Rule[]): string {
    const lines = [FIRST]
    const needs = [...rules.some(one => one.mailbox !== undefined) ? ['fileinto', 'mailbox'] : [], ...rules.some(one => one.isSeen || one.isStarred) ? ['imap4flags'] : []]
    if (needs.length > 0) lines.push(`require [${needs.map(one => `"${one}"`).join(', ')}];`)
    for (const rule of rules) lines.push('', `${RULE}${JSON.stringify(rule)}`, ...written(rule))
    return `${lines.join('\r\n')}\r\n`
}

/** Undefined: somebody else has written it, or it was changed by hand. */
export function rulesOf(sieve: string): Rule[] | undefined {
    const lines = sieve.split(/\r?\n/)
    if (lines[0] !== FIRST) return undefined
    const rules: Rule[] = []
    for (const line of lines.filter(one => one.startsWith(RULE))) {
        const rule = ruleOf(line.slice(RULE.length))
        if (!rule || rules.length >= RULES_MAX) return undefined
        rules.push(rule)
    }
    // what is run must be what is shown
    return sieveOf(rules) === lines.join('\r\n') ? rules : undefined
}

function ruleOf(json: string): Rule | undefined {
    try {
        const one = JSON.parse(json) as Partial<Rule>
        const isOne = typeof one.name === 'string' && Array.isArray(one.conditions) && one.conditions.every(({ field, has }) => field in FIELDS && typeof has === 'string')
        return isOne && (one.mailbox === undefined || typeof one.mailbox === 'string') ? one as Rule : undefined
    } catch {
        return undefined
    }
}

function written(rule: Rule): string[] {
    const tests = rule.conditions.map(({ field, has }) => `${FIELDS[field]} ${quoted(has)}`)
    const test = tests.length === 1 ? tests[0]! : `${rule.isAll ? 'allof' : 'anyof'} (${tests.join(', ')})`
    const flags = [...rule.isSeen ? ['\\\\Seen'] : [], ...rule.isStarred ? ['\\\\Flagged'] : []].map(one => `"${one}"`)
    const actions = [
        ...flags.length > 0 ? [`addflag [${flags.join(', ')}];`] : [],
        ...rule.isDiscarded ? ['discard;'] : rule.mailbox !== undefined ? [`fileinto :create ${quoted(rule.mailbox)};`] : flags.length > 0 ? ['keep;'] : [],
        ...rule.isLast || rule.isDiscarded ? ['stop;'] : [],
    ]
    if (tests.length === 0 || actions.length === 0) return []
    return [`if ${test} {`, ...actions.map(one => `    ${one}`), '}']
}

/** RFC 5228 section 2.4.2. */
function quoted(text: string): string { return `"${text.replace(/[\r\n\0]+/g, ' ').replace(/(["\\])/g, '\\$1')}"` }
