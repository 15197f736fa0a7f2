package sigillo.relay;

import sigillo.smtp.Extensions;

/** A server that has greeted us and is ready for a transaction. One thread at a time. */
final class Peer {
    private final Target target;
    private final Talk talk;
    private final Extensions extensions;
    private int messages;
    private boolean idled;

    Peer(Target target, Talk talk, Extensions extensions) {
        this.target = target;
        this.talk = talk;
        this.extensions = extensions;
    }

    Target target() { return target; }

    Talk talk() { return talk; }

    Extensions extensions() { return extensions; }

    boolean isLmtp() { return target.hop().protocol() == Hop.Protocol.LMTP; }

    /** True when it waited for this message: then the other side may have hung up in the meantime. */
    boolean wasIdle() { return idled; }

    void idles() { idled = true; }

    boolean isWorn() { return messages >= RelayLimits.MESSAGES_OF_CONNECTION; }

    void count() { messages++; }

    @Override public String toString() { return target.toString(); }
}
