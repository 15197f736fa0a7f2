package sigillo.http2;

import java.util.List;

/** What a client may say: RFC 9113 section 6. {@code stream}: its number, above 0 where a frame has one. */
sealed interface Frame {
    /** A piece of a DATA frame. {@code flow}: with the first piece the octets that the frame takes of windows, padding too; else 0. */
    record Data(int stream, byte[] octets, int flow, boolean isLast, boolean endsStream) implements Frame {}

    /** With all that continues it. {@code block}: the caller's to wipe; empty where {@code isTooLarge}. */
    record Headers(int stream, byte[] block, boolean endsStream, boolean isTooLarge) implements Frame {}

    record Priority(int stream) implements Frame {}

    record RstStream(int stream) implements Frame {}

    record Settings(List<Setting> settings) implements Frame {}

    record SettingsAck() implements Frame {}

    record Ping(long octets) implements Frame {}

    record PingAck() implements Frame {}

    record GoAway() implements Frame {}

    /** {@code stream}: 0 for the connection. */
    record WindowUpdate(int stream, int increment) implements Frame {}

    /** RFC 9113 section 5.5: to be ignored. */
    record Unknown() implements Frame {}

    /** {@code value}: an unsigned number of 32 bits. */
    record Setting(int id, long value) {
        static final int HEADER_TABLE_SIZE = 1;
        static final int ENABLE_PUSH = 2;
        static final int MAX_CONCURRENT_STREAMS = 3;
        static final int INITIAL_WINDOW_SIZE = 4;
        static final int MAX_FRAME_SIZE = 5;
        static final int MAX_HEADER_LIST_SIZE = 6;
    }
}
