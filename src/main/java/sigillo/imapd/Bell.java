package sigillo.imapd;

/** Rung by whoever changes something, as often as they like; heard by the one who waits, if anybody does. Ringing never blocks. */
final class Bell {
    private volatile Runnable hearer;

    /** {@code hearer} must not block; null: nobody. */
    void heardBy(Runnable hearer) { this.hearer = hearer; }

    void ring() {
        var now = hearer;
        if (now != null) now.run();
    }
}
