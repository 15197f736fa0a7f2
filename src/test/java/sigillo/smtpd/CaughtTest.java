package sigillo.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.Networks;
import sigillo.net.PlayedLink;
import sigillo.net.Wire;
import sigillo.smtpd.AddressBudget.Known.Who;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;

/** What a catch-all takes of whom. */
class CaughtTest {
    private static final String MAIL = "MAIL FROM:<x@sender.example>\r\n";

    private final SmallTown town = new SmallTown();
    private final AddressBudget budget = new AddressBudget(Networks.LOOPBACK);
    @TempDir private Path folder;

    private String play(int host, String text) throws IOException {
        var heard = new StringBuilder();
        Iterator<byte[]> next = List.of(Stage.octets("EHLO sender.example\r\n" + text + "QUIT\r\n")).iterator();
        var link = new PlayedLink(InetAddress.ofLiteral("192.0." + (host >> 8) + "." + (host & 255)), Integer.MAX_VALUE, said -> {
            heard.append(said);
            return next.hasNext() ? next.next() : null;
        });
        var spool = Spool.open(new SpoolSettings(folder.resolve("spool"), 1_000, 1 << 20, 1 << 20));
        try (var wire = new Wire(link)) {
            new SmtpProtocol(SmtpRole.MX, Stage.settings(), town.house(), budget, spool, Optional.empty()).serve(wire);
        }
        return Stage.codes(heard + link.said());
    }

    private static String rcpt(String name) { return "RCPT TO:<" + name + "@home.example>\r\n"; }

    private String send(int host, String name) throws IOException { return play(host, MAIL + rcpt(name) + "DATA\r\nSubject: x\r\n\r\nx\r\n.\r\n"); }

    /** Seven machines that only ask and go kept all others waiting. */
    @Test void whoOnlyAsksKeepsNobodyWaiting() throws IOException {
        for (int host = 1; host <= 10; host++) play(host, (MAIL + rcpt("shop-a") + "RSET\r\n").repeat(30));
        assertEquals("220 250 250 250 354 250 221", send(99, "shop-books"));
        assertEquals("220 250 250 450 221", play(1, MAIL + rcpt("shop-b")), "who asks so often waits himself");
    }

    @Test void strangersTogetherTakeSoMuchAndWhoIsKnownMore() throws IOException {
        for (int host = 1; host <= CaughtRoom.MAX; host++) assertEquals("220 250 250 250 354 250 221", send(host, "shop-a" + host));
        assertEquals("220 250 250 450 503 500 500 500 500 221", send(300, "shop-books"));
        assertEquals("220 250 250 250 354 250 221", send(300, "anna"));
        budget.knowing((_, sender, _) -> sender.isPresent() ? Who.BY_NETWORK : Who.NOBODY);
        assertEquals("220 250 250 250 354 250 221", send(300, "shop-books"));
        budget.knowing((_, _, _) -> Who.BY_NAME);
        assertEquals("220 250 250 250 354 250 221", send(301, "shop-books"));
    }
}
