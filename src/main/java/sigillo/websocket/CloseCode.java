package sigillo.websocket;

/** Why a conversation ends: RFC 6455 section 7.4.1, and what IANA has added to it. */
public final class CloseCode {
    private CloseCode() {}

    public static final int NORMAL = 1000;
    /** The server stops. */
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    /** A kind of message that is not taken. */
    public static final int UNSUPPORTED = 1003;
    /** None was said; never on the wire. */
    public static final int NONE = 1005;
    /** No UTF-8. */
    public static final int NOT_CONSISTENT = 1007;
    public static final int POLICY = 1008;
    public static final int TOO_BIG = 1009;
    public static final int FAULT = 1011;
    /** There is no room now. */
    public static final int TRY_AGAIN = 1013;

    /** RFC 6455 section 7.4.2: whether a peer may say it. */
    static boolean maySay(int code) {
        return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006 || code >= 3000
            && code <= 4999;
    }
}
