package sigillo.http2;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import sigillo.net.TrustsAll;

/** A client that says whatever a test wants, and acknowledges only what it is told to. */
final class RawClient implements AutoCloseable {
    private static final byte[] PREFACE = FrameReaderTest.hex(FrameReaderTest.PREFACE);

    /** {@code payload}: as it came. */
    record Heard(int type, int flags, int stream, byte[] payload) {
        boolean ends() { return type <= FrameType.HEADERS && (flags & FrameType.END_STREAM) != 0; }

        /** Of RST_STREAM and GOAWAY. */
        ErrorCode code() { return ErrorCode.values()[FrameType.number(payload, type == FrameType.GOAWAY ? 4 : 0)]; }
    }

    private final Socket socket;
    private final DataInputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(30_000);
    }

    /** Over TLS, with the preface and empty settings said, and those of the server acknowledged. */
    static RawClient greeted(int port) throws Exception {
        var client = silent(port);
        client.say(PREFACE);
        client.say(Frames.settings(List.of()));
        client.say(Frames.settingsAck());
        return client;
    }

    static RawClient silent(int port) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals("h2")) throw new AssertionError("not h2");
        return new RawClient(socket);
    }

    void say(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    static byte[] block(String method, String path, String... more) {
        var out = new ByteArrayOutputStream();
        out.write(0x20);
        field(out, ":method", method);
        field(out, ":scheme", "https");
        field(out, ":path", path);
        field(out, ":authority", "localhost");
        for (int i = 0; i < more.length; i += 2) field(out, more[i], more[i + 1]);
        return out.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        for (var text : new String[] {name, value}) {
            var octets = text.getBytes(StandardCharsets.ISO_8859_1);
            if (octets.length < 127) {
                out.write(octets.length);
            } else {
                out.write(127);
                int rest = octets.length - 127;
                for (; rest >= 128; rest >>= 7) out.write(rest & 127 | 128);
                out.write(rest);
            }
            out.writeBytes(octets);
        }
    }

    void get(int stream, String path) throws IOException { say(Frames.headers(stream, block("GET", path), true)); }

    /** The next frame; throws {@link EOFException} at the end. */
    Heard hear() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        var payload = new byte[length];
        in.readFully(payload);
        return new Heard(type, flags, stream, payload);
    }

    /** The next frame of this type. */
    Heard hear(int type) throws IOException {
        for (var heard = hear(); ; heard = hear()) if (heard.type == type) return heard;
    }

    /** The status of the reply on this stream, and how many octets came behind it until it ended or was reset. */
    String reply(int stream) throws IOException {
        var status = "";
        long octets = 0;
        for (var heard = hear(); ; heard = hear()) {
            if (heard.type == FrameType.GOAWAY) return "goaway " + heard.code();
            if (heard.stream != stream) continue;
            if (heard.type == FrameType.RST_STREAM) return (status + " " + octets + " reset " + heard.code()).strip();
            if (heard.type == FrameType.DATA) octets += heard.payload.length;
            if (heard.type == FrameType.HEADERS) status = status(heard.payload);
            if (heard.ends()) return status + " " + octets;
        }
    }

    private static String status(byte[] block) {
        return ((HpackReader.Outcome.Fields) new HpackReader(0).read(block)).fields().getFirst().valueText();
    }

    /** The code with which the server goes; what it says before is heard. */
    ErrorCode end() throws IOException {
        var code = hear(FrameType.GOAWAY).code();
        try {
            while (true) hear();
        } catch (EOFException over) {
            return code;
        }
    }

    void cut() throws IOException { socket.close(); }

    /** Waits for no farewell: the server may still be answering. */
    @Override public void close() throws IOException {
        if (!socket.isClosed()) socket.setSoTimeout(1);
        socket.close();
    }
}
