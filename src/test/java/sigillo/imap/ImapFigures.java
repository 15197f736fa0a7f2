package sigillo.imap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a command costs from the octets to what is to be done. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ImapFigures {

    /** As mail programs send them. */
    @State(Scope.Benchmark)
    public static class Sent {
        @Param({"UID FETCH 1:* (UID RFC822.SIZE FLAGS BODY.PEEK[HEADER.FIELDS (From To Cc Subject Date Message-ID)])",
            "UID SEARCH RETURN (ALL) UNDELETED OR SUBJECT \"caff\u00e8\" TEXT \"caff\u00e8\"", "UID STORE 4711 +FLAGS.SILENT (\\Seen)"}) String command;
    }

    @Benchmark public ImapCommand command(Sent sent) {
        var octets = ByteBuffer.wrap(("a1 " + sent.command + "\r\n").getBytes(StandardCharsets.UTF_8));
        if (!(new Framer(FrameLimits.DEFAULT).command(octets) instanceof Found.Whole(var frame))) throw new AssertionError("no whole command");
        if (!(CommandParser.parse(frame, Names.UTF8) instanceof CommandParser.Outcome.Ok ok)) throw new AssertionError("not understood");
        return ok.command();
    }
}
