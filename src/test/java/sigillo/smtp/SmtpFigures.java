package sigillo.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import sigillo.bench.SampleMail;

/** What a conversation costs without a network: the commands of one mail, and its data. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SmtpFigures {
    private static final String[] LINES = {"EHLO mx.sender.example", "MAIL FROM:<person@sender.example> SIZE=4096 BODY=8BITMIME",
        "RCPT TO:<anna@home.example>", "DATA", "QUIT"};

    /** A message on the wire. */
    @State(Scope.Benchmark)
    public static class Wire {
        @Param({"4096", "60000"}) int octets;
        byte[] wire;

        @Setup public void make() {
            wire = (SampleMail.of(1, octets, "figures@sender.example") + ".\r\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    @Benchmark public void commands(Blackhole hole) {
        for (var line : LINES) hole.consume(SmtpParser.parse(line));
    }

    @Benchmark public void data(Wire wire, Blackhole hole) throws IOException {
        boolean isWhole = new DataReader().read(ByteBuffer.wrap(wire.wire), (octets, from, length) -> hole.consume(length));
        if (!isWhole) throw new AssertionError("the end was not seen");
    }
}
