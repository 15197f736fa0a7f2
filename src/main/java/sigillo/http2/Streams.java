package sigillo.http2;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import sigillo.http2.Frame.Setting;

/**
 * The state of a connection: its streams (RFC 9113 section 5.1), the windows of both sides (section 5.2), and what a peer may do for
 * nothing. A frame in, what is to be done out. Holds no socket and no octets of bodies. For one thread at a time.
 */
final class Streams {
    sealed interface Step {
        /** Whole frames, to be written. */
        record Say(byte[] frames) implements Step {}

        /** The stream asks for something. {@code hasBody}: some of it comes later. */
        record Ask(int stream, RequestHead head, boolean hasBody) implements Step {}

        /** It is answered with a status, and is not asked for. */
        record Refuse(int stream, int status) implements Step {}

        /** Octets of its body; the receiver's to wipe. To be {@link #consumed}. */
        record Body(int stream, byte[] octets) implements Step {}

        /** Its body is here. */
        record Whole(int stream) implements Step {}

        /** Nothing more is to be done for it. */
        record Gone(int stream) implements Step {}

        /** There is more room to send into. */
        record Wake() implements Step {}

        /** The connection is to end. */
        record End(ErrorCode code, String why) implements Step {}
    }

    static final int NO_STREAM = -1;
    private static final byte[] NOTHING = {};
    private static final long WINDOW_MAX = Integer.MAX_VALUE;

    private enum Closed { ENDED, RESET_BY_US, RESET_BY_PEER }

    private static final class Stream {
        final int number;
        boolean isPeerOpen;
        long sendWindow;
        long receiveWindow;
        int receiveMax = Http2Limits.STREAM_WINDOW_AT_FIRST;
        int unread; // of what has come
        long announced;
        long received;
        int flow; // of the DATA frame that is under way
        int data;

        Stream(int number) { this.number = number; }
    }

    private final LongSupplier nanos;
    private final HpackReader hpack = new HpackReader(Http2Limits.TABLE_OCTETS_AT_FIRST);
    private final Map<Integer, Stream> open = new HashMap<>();
    private final Map<Integer, Closed> closed = new LinkedHashMap<>();
    private final Idling idling;
    private final long begun;
    private boolean isGreeted;
    private boolean isAcknowledged;
    private boolean isGoingAway;
    private int highest;
    private int lastAnswered;
    private long sendWindowAtFirst = Http2Limits.WINDOW_AT_FIRST;
    private long sendWindow = Http2Limits.WINDOW_AT_FIRST;
    private long receiveWindow = Http2Limits.WINDOW_AT_FIRST;
    private int unread; // of all streams
    private int resetsTooMany; // than answers

    Streams(LongSupplier nanos) {
        this.nanos = nanos;
        this.idling = new Idling(nanos);
        this.begun = nanos.getAsLong();
    }

    /** RFC 9113 section 3.4: what we say first. No push of ours to be refused, and no more streams than this. */
    static byte[] greeting() {
        return Frames.settings(List.of(new Setting(Setting.HEADER_TABLE_SIZE, Http2Limits.TABLE_OCTETS),
            new Setting(Setting.MAX_CONCURRENT_STREAMS, Http2Limits.STREAMS_MAX),
            new Setting(Setting.INITIAL_WINDOW_SIZE, Http2Limits.STREAM_WINDOW_AT_FIRST),
            new Setting(Setting.MAX_HEADER_LIST_SIZE, Http2Limits.FIELDS_OCTETS_MAX)));
    }

    // ---- what the peer says ----

    List<Step> on(Frame frame) {
        var steps = new ArrayList<Step>();
        try {
            if (!isGreeted && !(frame instanceof Frame.Settings)) throw new Wrong(ErrorCode.PROTOCOL_ERROR, "SETTINGS are to come first");
            isGreeted = true;
            take(frame, steps);
            if (idling.isTooMuch()) throw calm("too many frames of no effect");
            if (resetsTooMany > Http2Limits.RESETS_MAX) throw calm("more is reset than answered");
            if (!isAcknowledged && nanos.getAsLong() - begun > Http2Limits.SETTINGS_WITHIN.toNanos())
                throw new Wrong(ErrorCode.SETTINGS_TIMEOUT, "our settings are not acknowledged");
        } catch (Wrong wrong) {
            steps.add(new Step.End(wrong.code, wrong.getMessage()));
        }
        return steps;
    }

    private void take(Frame frame, List<Step> steps) throws Wrong {
        switch (frame) {
            case Frame.Data data -> data(data, steps);
            case Frame.Headers headers -> headers(headers, steps);
            case Frame.RstStream(var stream) -> reset(stream, steps);
            case Frame.WindowUpdate(var stream, var increment) -> windowUpdate(stream, increment, steps);
            case Frame.Settings(var settings) -> settings(settings, steps);
            case Frame.SettingsAck() -> acknowledged(steps);
            case Frame.Ping(var octets) -> {
                idling.one();
                steps.add(new Step.Say(Frames.pingAck(octets)));
            }
            case Frame.Priority _, Frame.PingAck _, Frame.GoAway _, Frame.Unknown _ -> idling.one();
        }
    }

    // ---- settings: section 6.5 ----

    private void settings(List<Setting> settings, List<Step> steps) throws Wrong {
        idling.one();
        for (var one : settings) {
            switch (one.id()) {
                case Setting.ENABLE_PUSH -> check(one.value() <= 1, ErrorCode.PROTOCOL_ERROR);
                case Setting.MAX_FRAME_SIZE -> check(one.value() >= Http2Limits.FRAME_OCTETS_MAX && one.value() < 1 << 24, ErrorCode.PROTOCOL_ERROR);
                case Setting.INITIAL_WINDOW_SIZE -> {
                    check(one.value() <= WINDOW_MAX, ErrorCode.FLOW_CONTROL_ERROR);
                    sendWindowsBegin(one.value());
                }
                default -> { } // we keep no table, promise nothing, and know no others
            }
        }
        steps.add(new Step.Say(Frames.settingsAck()));
        steps.add(new Step.Wake());
    }

    private static void check(boolean isRight, ErrorCode code) throws Wrong {
        if (!isRight) throw new Wrong(code, "a setting that cannot be");
    }

    /** Section 6.9.2: of streams that are open too; they may become less than nothing. */
    private void sendWindowsBegin(long octets) throws Wrong {
        long more = octets - sendWindowAtFirst;
        sendWindowAtFirst = octets;
        for (var stream : open.values()) {
            stream.sendWindow += more;
            check(stream.sendWindow <= WINDOW_MAX, ErrorCode.FLOW_CONTROL_ERROR);
        }
    }

    /**
     * From now on the peer keeps to ours: section 6.5.3. Of a window that it has used already, what was read is given back now:
     * it may send nothing, so nothing more is read that would be a reason.
     */
    private void acknowledged(List<Step> steps) {
        if (isAcknowledged) {
            idling.one();
            return;
        }
        isAcknowledged = true;
        hpack.bound(Http2Limits.TABLE_OCTETS);
        for (var stream : open.values()) {
            stream.receiveWindow += Http2Limits.STREAM_WINDOW_AT_FIRST - Http2Limits.WINDOW_AT_FIRST;
            returned(stream, steps);
        }
    }

    // ---- header blocks ----

    private void headers(Frame.Headers frame, List<Step> steps) throws Wrong {
        // what was too large was not read: nothing that follows can be, where a table was to be kept
        if (frame.isTooLarge() && !isAcknowledged) throw calm("a header block is too large");
        var read = frame.isTooLarge() ? new HpackReader.Outcome.TooMany() : hpack.read(frame.block());
        Arrays.fill(frame.block(), (byte) 0);
        switch (read) {
            case HpackReader.Outcome.Wrong(var why) -> throw new Wrong(ErrorCode.COMPRESSION_ERROR, why);
            case HpackReader.Outcome.TooMany() -> headers(frame, List.of(), true, steps);
            case HpackReader.Outcome.Fields(var fields) -> {
                try {
                    headers(frame, fields, false, steps);
                } finally {
                    fields.forEach(Field::wipe);
                }
            }
        }
    }

    private void headers(Frame.Headers frame, List<Field> fields, boolean isTooMuch, List<Step> steps) throws Wrong {
        int number = frame.stream();
        if ((number & 1) == 0) throw new Wrong(ErrorCode.PROTOCOL_ERROR, "a stream of ours");
        var stream = open.get(number);
        if (stream != null) {
            trailers(stream, frame, fields, isTooMuch, steps);
        } else if (number <= highest) {
            behind(number);
        } else if (isGoingAway) {
            idling.one();
        } else {
            highest = number;
            begin(frame, fields, isTooMuch, steps);
        }
    }

    /** Section 6.8: a stream that began when the peer had not heard yet that we go. What comes of it is passed over. */
    private boolean isPassedOver(int number) throws Wrong {
        if (number <= highest && (number & 1) == 1) return false;
        if (!isGoingAway || (number & 1) == 0) throw new Wrong(ErrorCode.PROTOCOL_ERROR, "a stream that has not begun");
        idling.one();
        return true;
    }

    /** Section 5.1: a frame of a stream that is closed, or was skipped (section 5.1.1). */
    private void behind(int number) throws Wrong {
        var how = closed.get(number);
        if (how == Closed.RESET_BY_US) {
            idling.one();
            return;
        }
        throw new Wrong(how == null ? ErrorCode.PROTOCOL_ERROR : ErrorCode.STREAM_CLOSED, "a stream that is closed");
    }

    /** Section 8.1. */
    private void trailers(Stream stream, Frame.Headers frame, List<Field> fields, boolean isTooMuch, List<Step> steps) {
        if (!stream.isPeerOpen) {
            fault(stream, ErrorCode.STREAM_CLOSED, steps);
        } else if (!frame.endsStream() || isTooMuch || !RequestHead.faultOfTrailers(fields).isEmpty()) {
            fault(stream, ErrorCode.PROTOCOL_ERROR, steps);
        } else {
            ends(stream, steps);
        }
    }

    private void begin(Frame.Headers frame, List<Field> fields, boolean isTooMuch, List<Step> steps) {
        var stream = new Stream(frame.stream());
        stream.isPeerOpen = !frame.endsStream();
        stream.sendWindow = sendWindowAtFirst;
        stream.receiveWindow = isAcknowledged ? Http2Limits.STREAM_WINDOW_AT_FIRST : Http2Limits.WINDOW_AT_FIRST;
        if (open.size() >= Http2Limits.STREAMS_MAX) {
            refuse(stream, ErrorCode.REFUSED_STREAM, steps);
            return;
        }
        var outcome = isTooMuch ? null : RequestHead.of(fields);
        switch (outcome) {
            case null -> {
                lastAnswered = stream.number;
                open.put(stream.number, stream);
                steps.add(new Step.Refuse(stream.number, 431));
            }
            case RequestHead.Outcome.Malformed _ -> refuse(stream, ErrorCode.PROTOCOL_ERROR, steps);
            case RequestHead.Outcome.Ok(var head) -> ask(stream, head, steps);
        }
    }

    private void ask(Stream stream, RequestHead head, List<Step> steps) {
        stream.announced = head.length().orElse(-1);
        if (!stream.isPeerOpen && stream.announced > 0) {
            head.wipe();
            refuse(stream, ErrorCode.PROTOCOL_ERROR, steps);
            return;
        }
        lastAnswered = stream.number;
        open.put(stream.number, stream);
        steps.add(new Step.Ask(stream.number, head, stream.isPeerOpen));
    }

    /** It never begins. */
    private void refuse(Stream stream, ErrorCode code, List<Step> steps) {
        resetsTooMany++;
        close(stream.number, Closed.RESET_BY_US);
        steps.add(new Step.Say(Frames.rstStream(stream.number, code)));
    }

    /** A stream error that is the peer's: section 5.4.2. */
    private void fault(Stream stream, ErrorCode code, List<Step> steps) {
        resetsTooMany++;
        steps.add(new Step.Say(reset(stream.number, code)));
        steps.add(new Step.Gone(stream.number));
    }

    private void close(int number, Closed how) {
        var stream = open.remove(number);
        if (stream != null) unread -= stream.unread;
        closed.put(number, how);
        if (closed.size() > Http2Limits.CLOSED_REMEMBERED) closed.remove(closed.keySet().iterator().next());
    }

    private void reset(int number, List<Step> steps) throws Wrong {
        if (isPassedOver(number)) return;
        if (!open.containsKey(number)) {
            idling.one();
            return;
        }
        resetsTooMany++;
        close(number, Closed.RESET_BY_PEER);
        returned(steps);
        steps.add(new Step.Gone(number));
    }

    // ---- bodies that come ----

    private void data(Frame.Data frame, List<Step> steps) throws Wrong {
        boolean isPassedOver = isPassedOver(frame.stream());
        receiveWindow -= frame.flow();
        if (receiveWindow < 0) throw new Wrong(ErrorCode.FLOW_CONTROL_ERROR, "more than the window of the connection");
        var stream = open.get(frame.stream());
        if (stream == null) {
            if (!isPassedOver && (frame.flow() > 0 || frame.isLast())) behind(frame.stream());
            returned(steps);
        } else if (!stream.isPeerOpen) {
            fault(stream, ErrorCode.STREAM_CLOSED, steps);
        } else {
            data(stream, frame, steps);
        }
    }

    private void data(Stream stream, Frame.Data frame, List<Step> steps) {
        stream.receiveWindow -= frame.flow();
        stream.flow += frame.flow();
        stream.data += frame.octets().length;
        stream.received += frame.octets().length;
        stream.unread += frame.octets().length;
        unread += frame.octets().length;
        boolean isTooMuch = stream.announced >= 0 && stream.received > stream.announced; // section 8.1.1
        if (stream.receiveWindow < 0 || isTooMuch) {
            fault(stream, isTooMuch ? ErrorCode.PROTOCOL_ERROR : ErrorCode.FLOW_CONTROL_ERROR, steps);
            returned(steps);
            return;
        }
        if (frame.octets().length > 0) steps.add(new Step.Body(stream.number, frame.octets()));
        if (!frame.isLast()) return;
        if (stream.data < Http2Limits.DATA_OF_EFFECT && !frame.endsStream()) idling.one();
        stream.flow = stream.data = 0;
        if (frame.endsStream()) ends(stream, steps);
        returned(steps); // of the padding
        returned(stream, steps);
    }

    private void ends(Stream stream, List<Step> steps) {
        if (stream.announced >= 0 && stream.received != stream.announced) {
            fault(stream, ErrorCode.PROTOCOL_ERROR, steps);
            return;
        }
        stream.isPeerOpen = false;
        steps.add(new Step.Whole(stream.number));
    }

    /** Half of it is a reason to say so. What has come and is not read yet is not given back. */
    private void returned(List<Step> steps) {
        long more = Http2Limits.WINDOW_AT_FIRST - receiveWindow - unread;
        if (more < Http2Limits.WINDOW_AT_FIRST / 2) return;
        receiveWindow += more;
        steps.add(new Step.Say(Frames.windowUpdate(0, (int) more)));
    }

    private void returned(Stream stream, List<Step> steps) {
        if (!stream.isPeerOpen) return;
        boolean isEnough = stream.announced >= 0 && stream.receiveWindow >= stream.announced - stream.received;
        long more = stream.receiveMax - stream.receiveWindow - stream.unread;
        if (isEnough || more < stream.receiveMax / 2) return;
        stream.receiveWindow += more;
        steps.add(new Step.Say(Frames.windowUpdate(stream.number, (int) more)));
    }

    /** Somebody reads its body from now on: it may come faster. */
    List<Step> reads(int number) {
        var steps = new ArrayList<Step>();
        var stream = open.get(number);
        if (stream == null) return steps;
        stream.receiveMax = Http2Limits.WINDOW_AT_FIRST;
        returned(stream, steps);
        return steps;
    }

    /** So many octets of its body were read. */
    List<Step> consumed(int number, int octets) {
        var steps = new ArrayList<Step>();
        var stream = open.get(number);
        if (stream == null) return steps;
        stream.unread -= octets;
        unread -= octets;
        returned(steps);
        returned(stream, steps);
        return steps;
    }

    // ---- windows of the peer: section 6.9 ----

    private void windowUpdate(int number, int increment, List<Step> steps) throws Wrong {
        idling.windowUpdate();
        if (number == 0) {
            sendWindow += increment;
            if (increment == 0) throw new Wrong(ErrorCode.PROTOCOL_ERROR, "a window that does not grow");
            if (sendWindow > WINDOW_MAX) throw new Wrong(ErrorCode.FLOW_CONTROL_ERROR, "a window that is too large");
            steps.add(new Step.Wake());
            return;
        }
        if (isPassedOver(number)) return;
        var stream = open.get(number);
        if (stream == null) return;
        stream.sendWindow += increment;
        if (increment == 0) fault(stream, ErrorCode.PROTOCOL_ERROR, steps);
        else if (stream.sendWindow > WINDOW_MAX) fault(stream, ErrorCode.FLOW_CONTROL_ERROR, steps);
        else steps.add(new Step.Wake());
    }

    // ---- what we send ----

    /** How many octets may be sent now, of so many; they count as sent. {@link #NO_STREAM} when nobody wants them any more. */
    int grant(int number, long wanted) {
        var stream = open.get(number);
        if (stream == null) return NO_STREAM;
        int granted = Math.clamp(Math.min(wanted, Math.min(stream.sendWindow, sendWindow)), 0, Http2Limits.FRAME_OCTETS_MAX);
        stream.sendWindow -= granted;
        sendWindow -= granted;
        idling.sent(granted);
        return granted;
    }

    boolean isOpen(int number) { return open.containsKey(number); }

    int openCount() { return open.size(); }

    /** Whether any body is still to come. */
    boolean isBodyToCome() { return open.values().stream().anyMatch(stream -> stream.isPeerOpen); }

    /**
     * It was answered to its end. What is to be said: section 8.1, that the rest of a body is not wanted; that there is room again.
     */
    byte[] answered(int number) {
        var stream = open.get(number);
        if (stream == null) return NOTHING;
        resetsTooMany = Math.max(0, resetsTooMany - 1);
        if (stream.isPeerOpen) return reset(number, ErrorCode.NO_ERROR);
        close(number, Closed.ENDED);
        return roomAgain(NOTHING);
    }

    /** What is to be said when we end it. */
    byte[] reset(int number, ErrorCode code) {
        if (!open.containsKey(number)) return NOTHING;
        close(number, Closed.RESET_BY_US);
        return roomAgain(Frames.rstStream(number, code));
    }

    private byte[] roomAgain(byte[] first) {
        var steps = new ArrayList<Step>();
        returned(steps);
        if (steps.isEmpty()) return first;
        var all = new ByteArrayOutputStream();
        all.writeBytes(first);
        for (var step : steps) all.writeBytes(((Step.Say) step).frames());
        return all.toByteArray();
    }

    /** From now on what begins is not answered: section 6.8. What is to be said. */
    byte[] goAway(ErrorCode code, String why) {
        isGoingAway = true;
        return Frames.goAway(lastAnswered, code, why);
    }

    boolean isGoingAway() { return isGoingAway; }

    /** Wipes what is kept of what was said. */
    void close() { hpack.close(); }

    private static Wrong calm(String why) { return new Wrong(ErrorCode.ENHANCE_YOUR_CALM, why); }

    /** Ends the connection; never leaves this class. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;
        final ErrorCode code;

        Wrong(ErrorCode code, String why) {
            super(why, null, false, false);
            this.code = code;
        }
    }
}
