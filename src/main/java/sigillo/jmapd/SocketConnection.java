package sigillo.jmapd;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import sigillo.http.Channel;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.Request;
import sigillo.jmap.SocketMessage;
import sigillo.websocket.CloseCode;
import sigillo.websocket.Frame;
import sigillo.websocket.FrameReader;
import tools.jackson.databind.node.ObjectNode;

/**
 * JMAP over a WebSocket: RFC 8887. Requests are answered one after the other, each in its turn among all others of the
 * account; what changes is told between them. It ends with the way in by which the client came.
 */
final class SocketConnection {
    static final String PROTOCOL = "jmap";

    /** Answers a request as it would be answered over HTTP. */
    interface Answers {
        Answered answer(Caller caller, Request request, UnaryOperator<ObjectNode> shape) throws IOException;
    }

    private final Caller caller;
    private final Channel channel;
    private final Answers answers;
    private final SocketRoom unfinished;
    private final RequestRoom requests;
    private final FrameReader reader = new FrameReader(JmapLimits.REQUEST_OCTETS_MAX, this::hold);
    private int held;

    SocketConnection(Caller caller, Channel channel, SocketRoom unfinished, RequestRoom requests, Answers answers) {
        this.caller = caller;
        this.channel = channel;
        this.unfinished = unfinished;
        this.requests = requests;
        this.answers = answers;
    }

    /** Returns when it is over. */
    void run() throws IOException {
        caller.way().whenEnded(channel::cut);
        try (var push = new SocketPush(caller, channel)) {
            listen(push);
        } catch (SocketTimeoutException silent) {
            channel.send(Frame.close(CloseCode.POLICY, "nothing came in time"));
        } catch (InterruptedIOException stopping) {
            channel.send(Frame.close(CloseCode.GOING_AWAY, "the server stops"));
        } finally {
            hold(0);
        }
    }

    private void listen(SocketPush push) throws IOException {
        while (more()) {
            switch (reader.read(channel.input())) {
                case FrameReader.Read.More() -> { }
                case FrameReader.Read.Wrong(var code, var why) -> {
                    channel.send(Frame.close(code, why));
                    return;
                }
                case FrameReader.Read.Got(Frame.Close(var code, _)) -> {
                    channel.send(Frame.close(code, "")); // RFC 6455 section 5.5.1
                    return;
                }
                case FrameReader.Read.Got(Frame.Ping(var octets)) -> channel.send(Frame.pong(octets));
                case FrameReader.Read.Got(Frame.Pong()) -> { }
                case FrameReader.Read.Got(Frame.Message message) when !message.isText() -> {
                    channel.send(Frame.close(CloseCode.UNSUPPORTED, "only text")); // RFC 8887 section 4.2
                    return;
                }
                case FrameReader.Read.Got(Frame.Message(_, var text)) -> said(text, push);
            }
        }
    }

    /** Waits as long as a client may be silent, and shortly for the rest of what has begun. */
    private boolean more() throws IOException {
        if (channel.input().hasRemaining()) return true;
        if (!reader.isBetween()) return channel.fill();
        if (channel.isStopping()) throw new InterruptedIOException();
        boolean isThere = channel.await(DoorLimits.SOCKET_IDLE_MAX);
        channel.within(DoorLimits.SOCKET_MESSAGE_MAX);
        return isThere;
    }

    private void said(byte[] text, SocketPush push) throws IOException {
        try {
            answer(text, push).send();
        } finally {
            Arrays.fill(text, (byte) 0);
            hold(0);
            channel.within(DoorLimits.SOCKET_MESSAGE_MAX);
        }
    }

    /** What is sent when the room of requests is another's again. */
    private interface Outgoing {
        void send() throws IOException;
    }

    private Outgoing answer(byte[] text, SocketPush push) throws IOException {
        if (!requests.enter(text.length)) return () -> channel.send(Frame.close(CloseCode.TRY_AGAIN,
            "too much at once"));
        try {
            return switch (SocketMessage.parse(text, SessionObject.CAPABILITIES)) {
                case SocketMessage.Call(var id, var request) -> answer(id, request);
                case SocketMessage.PushEnable wanted -> () -> push.enable(wanted);
                case SocketMessage.PushDisable() -> push::disable;
                case SocketMessage.Bad(var id, var why) -> () -> send(JsonText.octets(SocketMessage.refused(id, why)));
            };
        } finally {
            requests.leave(text.length);
        }
    }

    private Outgoing answer(Optional<String> id, Request request) throws IOException {
        return switch (answers.answer(caller, request, response -> SocketMessage.answered(id, response))) {
            case Answered.Refused(var why) -> () -> send(JsonText.octets(SocketMessage.refused(id, why)));
            case Answered.Done(var octets, var sent) -> () -> {
                try {
                    channel.send(Frame.textHead((int) octets.length()), octets);
                } finally {
                    sent.run();
                }
            };
        };
    }

    private void send(byte[] text) throws IOException { channel.send(Frame.textHead(text.length), text); }

    /** Small ones are always taken, as over HTTP; larger ones while there is room. */
    private boolean hold(int octets) {
        int counted = octets <= DoorLimits.SOCKET_SMALL_OCTETS ? 0 : octets;
        boolean isRoom = unfinished.take(caller.account().id(), counted - held);
        if (isRoom) held = counted;
        return isRoom;
    }
}
