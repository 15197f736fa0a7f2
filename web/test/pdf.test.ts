import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CANVAS_PIXELS_MAX, drawn, DRAWN_MAX, linkOf, pageOf, scaleOf, sharpness, sizeOf, ZOOMS, zoomed } from '../src/pdf/bounds'

const A4 = { width: 595, height: 842 }

test('a page fills the width of its window, and its zoom is beside that', () => {
    assert.equal(scaleOf(A4, 1190, 1), 2)
    assert.equal(scaleOf(A4, 1190, 0.5), 1)
    assert.equal(scaleOf(A4, 0, 1) > 0, true, 'a window that is not laid out yet')
})

test('no page makes a canvas that is too large, whatever it says to measure', () => {
    const sizes = [A4, { width: 1, height: 1e9 }, { width: 1e9, height: 1 }, { width: 1e-9, height: 1e9 }, { width: 14_400, height: 14_400 },
        { width: Number.NaN, height: 5 }, { width: -3, height: 5 }, { width: Infinity, height: 1 }, { width: 0, height: 0 }]
    for (const size of sizes.map(sizeOf)) for (const zoom of ZOOMS) for (const ratio of [1, 2, 3.5]) for (const room of [1, 340, 960, 5_000]) {
        const scale = scaleOf(size, room, zoom)
        const screen = { width: size.width * scale, height: size.height * scale }
        const sharp = sharpness(screen, ratio)
        const what = JSON.stringify({ size, zoom, ratio, room })
        assert.ok(sharp > 0 && sharp <= ratio, what)
        assert.ok(screen.height <= 20_001 && screen.width <= room * zoom + 1, what)
        assert.ok(screen.width * sharp * screen.height * sharp <= CANVAS_PIXELS_MAX * 1.001 && Math.max(screen.width, screen.height) * sharp <= 8_193, what)
    }
})

test('of all pages in sight a few are drawn, those about the one that is read', () => {
    assert.deepEqual(drawn([7, 5, 6], 6), [6, 5, 7])
    const many = drawn(Array.from({ length: 2_000 }, (_, i) => i + 1), 1_000)
    assert.equal(many.length, DRAWN_MAX)
    assert.ok(many.every(one => Math.abs(one - 1_000) <= DRAWN_MAX / 2))
})

test('zoom goes by steps and ends; a page that is typed is one that there is', () => {
    assert.deepEqual([zoomed(1, 1), zoomed(1, -1), zoomed(4, 1), zoomed(0.5, -1)], [1.25, 0.75, 4, 0.5])
    assert.deepEqual(['3', ' 12 ', '0', '9999999', '', 'x', '-1', '1e9'].map(one => pageOf(one, 12)), [3, 12, 1, 12, undefined, undefined, undefined, undefined])
})

test('links lead to where those of mail do, and nowhere else', () => {
    assert.equal(linkOf('https://bank.example/a'), 'https://bank.example/a')
    assert.equal(linkOf('mailto:a@b.example'), 'mailto:a@b.example')
    const none = ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'blob:https://x/y', 'ftp://x', ' https://x', 'https://', undefined, 3, `https://x/${'a'.repeat(3_000)}`]
    for (const one of none) assert.equal(linkOf(one), undefined, String(one))
    assert.ok(linkOf('https://b\u0430nk.example')?.startsWith('https://xn--'), 'letters that look like others are seen')
})
