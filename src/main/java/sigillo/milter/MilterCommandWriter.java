package sigillo.milter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sigillo.base.Bytes;
import sigillo.milter.MilterCommand.Family;

/** Writes what a mail server says. */
public final class MilterCommandWriter {
    private MilterCommandWriter() {}

    public static MilterFrame frame(MilterCommand command) {
        return switch (command) {
            case MilterCommand.Negotiate(var options) -> new MilterFrame('O', options(options));
            case MilterCommand.Macros(var of, var values) -> new MilterFrame('D', Bytes.wrap(MilterFrame.texts(String.valueOf(of),
                values.entrySet().stream().sorted(Map.Entry.comparingByKey())
                    .flatMap(one -> Stream.of(one.getKey(), one.getValue())).toArray(String[]::new))));
            case MilterCommand.Connect connect -> new MilterFrame('C', connect(connect));
            case MilterCommand.Helo(var name) -> MilterFrame.of('H', name);
            case MilterCommand.Mail(var sender, var parameters) -> MilterFrame.of('M', joined(sender, parameters));
            case MilterCommand.Rcpt(var recipient, var parameters) -> MilterFrame.of('R', joined(recipient, parameters));
            case MilterCommand.Data() -> MilterFrame.of('T');
            case MilterCommand.Header(var name, var value) -> new MilterFrame('L', latin(name, value));
            case MilterCommand.EndOfHeader() -> MilterFrame.of('N');
            case MilterCommand.Body(var piece) -> new MilterFrame('B', piece);
            case MilterCommand.EndOfMessage(var rest) -> new MilterFrame('E', rest);
            case MilterCommand.Abort() -> MilterFrame.of('A');
            case MilterCommand.Quit() -> MilterFrame.of('Q');
            case MilterCommand.NextClient() -> MilterFrame.of('K');
            case MilterCommand.Unknown(var line) -> MilterFrame.of('U', line);
        };
    }

    static Bytes options(MilterOptions options) {
        return Bytes.wrap(ByteBuffer.allocate(12).putInt(options.version()).putInt(options.actions()).putInt(options.steps()).array());
    }

    private static Bytes connect(MilterCommand.Connect connect) {
        var name = MilterFrame.texts("", connect.hostname());
        if (connect.family() == Family.UNKNOWN)
            return Bytes.wrap(ByteBuffer.allocate(name.length + 1).put(name).put((byte) Family.UNKNOWN.letter()).array());
        var address = MilterFrame.texts("", connect.address());
        return Bytes.wrap(ByteBuffer.allocate(name.length + 3 + address.length).put(name).put((byte) connect.family().letter())
            .putShort((short) connect.port()).put(address).array());
    }

    private static String[] joined(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toArray(String[]::new);
    }

    /** A NUL in a field would end it. */
    private static Bytes latin(String name, String value) {
        return Bytes.wrap((name.replace("\0", "") + "\0" + value.replace("\0", "") + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }
}
