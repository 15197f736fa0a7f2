// A push service on loopback, for a server that asks it and a browser that cannot reach its own: what it gets is
// checked as RFC 8030 and RFC 8292 want it, and opened with the browser's keys as RFC 8291 wants it.
import assert from 'node:assert/strict'
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer } from 'node:https'

const NAME = 'push.sigillo.test'
/** For DNS. */
export const PUSH_SERVICE = `${NAME}. IN A 127.0.0.1`
const MINUTE_S = 60
const DAY_S = 86_400

/** What a browser would have given the page, with the keys that stay in the browser. */
export class PushService {
    constructor() {
        this.path = `/${randomBytes(16).toString('hex')}`
        this.pair = createECDH('prime256v1')
        this.pair.generateKeys()
        this.secret = randomBytes(16)
        this.messages = []
        this.faults = []
    }

    static async open(tls) {
        const service = new PushService()
        service.server = createServer(tls, (request, answer) => service.take(request).catch(error => {
            service.faults.push(error)
            return 400
        }).then(status => answer.writeHead(status).end()))
        await new Promise(resolve => service.server.listen(0, '127.0.0.1', resolve))
        service.origin = `https://${NAME}:${service.server.address().port}`
        return service
    }

    get subscription() {
        const keys = { p256dh: this.pair.getPublicKey().toString('base64url'), auth: this.secret.toString('base64url') }
        return { endpoint: this.origin + this.path, keys }
    }

    async take(request) {
        assert.deepEqual([request.method, request.url], ['POST', this.path])
        const pieces = []
        for await (const piece of request) pieces.push(piece)
        const { authorization, ttl, 'content-encoding': encoding } = request.headers
        assert.match(ttl, /^\d+$/)
        assert.equal(encoding, 'aes128gcm')
        const signedBy = this.verified(authorization)
        this.messages.push({ signedBy, text: this.opened(Buffer.concat(pieces)) })
        return 201
    }

    /** RFC 8292 sections 2 and 3. Gives the server's key. */
    verified(authorization) {
        const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization)
        const [head, claims, signature] = token.split('.')
        const point = Buffer.from(key, 'base64url')
        const [x, y] = [point.subarray(1, 33), point.subarray(33)].map(one => one.toString('base64url'))
        const ours = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
        const signed = Buffer.from(`${head}.${claims}`)
        const by = { key: ours, dsaEncoding: 'ieee-p1363' }
        assert.ok(verify('sha256', signed, by, Buffer.from(signature, 'base64url')), 'the server has signed')
        const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url'))
        const now = Date.now() / 1000
        assert.equal(aud, this.origin)
        assert.ok(exp > now - MINUTE_S && exp < now + DAY_S, 'it is good for a day at most')
        assert.match(sub, /^mailto:/)
        return key
    }

    /** RFC 8291 section 3.4, RFC 8188 section 2. */
    opened(body) {
        const [salt, theirs] = [body.subarray(0, 16), body.subarray(21, 21 + body[20])]
        const derived = (from, by, info, octets) => Buffer.from(hkdfSync('sha256', from, by, info, octets))
        const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.pair.getPublicKey(), theirs])
        const input = derived(this.pair.computeSecret(theirs), this.secret, info, 32)
        const key = derived(input, salt, 'Content-Encoding: aes128gcm\0', 16)
        const cipher = createDecipheriv('aes-128-gcm', key, derived(input, salt, 'Content-Encoding: nonce\0', 12))
        const sealed = body.subarray(21 + body[20])
        cipher.setAuthTag(sealed.subarray(-16))
        const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
        const end = padded.findLastIndex(octet => octet !== 0)
        assert.equal(padded[end], 2, 'the last record ends with its mark')
        return padded.toString('utf8', 0, end)
    }

    close() {
        this.server.closeAllConnections()
        this.server.close()
    }
}
