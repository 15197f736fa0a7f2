package sigillo.milter;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sigillo.base.Bytes;

/** Writes what a filter says. */
public final class MilterAnswerWriter {
    private MilterAnswerWriter() {}

    public static MilterFrame frame(MilterAnswer answer) {
        return switch (answer) {
            case MilterAnswer.Agreed(var options, var macros) -> new MilterFrame('O', agreed(options, macros));
            case MilterAnswer.Continue() -> MilterFrame.of('c');
            case MilterAnswer.Accept() -> MilterFrame.of('a');
            case MilterAnswer.Reject() -> MilterFrame.of('r');
            case MilterAnswer.TempFail() -> MilterFrame.of('t');
            case MilterAnswer.Discard() -> MilterFrame.of('d');
            case MilterAnswer.Reply reply -> MilterFrame.of('y', reply(reply));
            case MilterAnswer.Skip() -> MilterFrame.of('s');
            case MilterAnswer.Progress() -> MilterFrame.of('p');
            case MilterAnswer.ConnectionFailed() -> MilterFrame.of('f');
            case MilterAnswer.Shutdown() -> MilterFrame.of('4');
            case MilterAnswer.Quarantine(var reason) -> MilterFrame.of('q', reason);
            case MilterAnswer.AddHeader(var name, var value) -> new MilterFrame('h', field(name, value));
            case MilterAnswer.InsertHeader(var index, var name, var value) -> new MilterFrame('i', counted(index, field(name, value)));
            case MilterAnswer.ChangeHeader(var index, var name, var value) -> new MilterFrame('m', counted(index, field(name, value)));
            case MilterAnswer.AddRecipient(var address, var parameters) -> parameters.isEmpty()
                ? MilterFrame.of('+', address) : MilterFrame.of('2', joined(address, parameters));
            case MilterAnswer.DeleteRecipient(var address) -> MilterFrame.of('-', address);
            case MilterAnswer.ChangeSender(var address, var parameters) -> MilterFrame.of('e', joined(address, parameters));
            case MilterAnswer.ReplaceBody(var piece) -> new MilterFrame('b', piece);
        };
    }

    private static Bytes agreed(MilterOptions options, Map<Integer, String> macros) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(MilterCommandWriter.options(options).unsafeArray());
        macros.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(one ->
            all.writeBytes(counted(one.getKey(), Bytes.wrap(MilterFrame.texts("", one.getValue()))).unsafeArray()));
        return Bytes.wrap(all.toByteArray());
    }

    private static String reply(MilterAnswer.Reply reply) {
        int last = reply.lines().size() - 1;
        return IntStream.rangeClosed(0, last).mapToObj(i -> reply.code() + (i < last ? "-" : " ")
            + (reply.status().isEmpty() ? "" : reply.status() + " ") + reply.lines().get(i).replace("%", "%%")).collect(Collectors.joining("\r\n"));
    }

    private static Bytes field(String name, String value) {
        return Bytes.wrap((name.replace("\0", "") + "\0" + value.replace("\0", "") + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Bytes counted(int index, Bytes rest) {
        return Bytes.wrap(ByteBuffer.allocate(4 + rest.length()).putInt(index).put(rest.unsafeArray()).array());
    }

    private static String[] joined(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toArray(String[]::new);
    }
}
