package sigillo.websocket;

/** Bounds of what a client may send, with the reasons. */
public final class SocketLimits {
    private SocketLimits() {}

    /** RFC 6455 section 5.5. In octets. */
    public static final int CONTROL_OCTETS_MAX = 125;
    /** Frames of one message: each costs work and may be empty. */
    public static final int FRAMES_OF_MESSAGE_MAX = 1_000;
    /** The first octets of a frame, with its length and mask. */
    static final int HEAD_OCTETS_MAX = 14;
    /** Subprotocols and versions that are looked at in a handshake. */
    static final int OFFERED_MAX = 20;
}
