package sigillo.main;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import sigillo.autoconfig.Offered;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.main.config.ConfigFile;
import sigillo.mtasts.StsPolicy;
import sigillo.zone.DomainFacts;
import sigillo.zone.DomainRecords;
import sigillo.zone.Purpose;

/**
 * The pages of the guide that are made of the program are as the program is. Written anew by running this test with
 * {@code -Dsigillo.guide=write}.
 */
class GuideReferenceTest {
    private static final Path FOLDER = Path.of("docs/guide/reference");
    private static final String MADE = "*Made of the program by `GuideReferenceTest`; what is changed here by hand is lost.*\n\n";
    /** Said once, above. */
    private static final List<String> EVERYWHERE = List.of("--config", "--data", "--json", "--help");

    @TempDir Path folder;

    private static void compare(String name, String text) throws IOException {
        var file = FOLDER.resolve(name);
        if ("write".equals(System.getProperty("sigillo.guide"))) Files.writeString(file, text);
        assertEquals(text, Files.readString(file), file + " is not as the program is: run GuideReferenceTest with -Dsigillo.guide=write");
    }

    // ---- commands ----

    @Test void commands() throws IOException {
        var nowhere = new PrintWriter(new StringWriter());
        var text = new StringBuilder("# Commands\n\n" + MADE + "Most ask a server, and have `--config FILE` or `--data DIR` (which one), and `--json`. What they mean: [commands](../../commands.md).\n");
        for (var one : CommandWords.line(nowhere, nowhere).getSubcommands().values()) command(one, text);
        compare("commands.md", text.toString());
    }

    private static void command(CommandLine line, StringBuilder text) {
        var spec = line.getCommandSpec();
        boolean isGroup = !line.getSubcommands().isEmpty();
        if (!isGroup || !spec.positionalParameters().isEmpty()) leaf(spec, text);
        else text.append("\n## ").append(spec.qualifiedName()).append("\n\n").append(said(spec.usageMessage().description())).append("\n");
        line.getSubcommands().values().stream().distinct().forEach(one -> command(one, text));
    }

    private static void leaf(CommandSpec spec, StringBuilder text) {
        var words = spec.positionalParameters().stream().map(one -> one.arity().min() == 0 ? "[" + one.paramLabel() + "]" : one.paramLabel())
            .map(label -> label.replace("|", "\\|")).collect(Collectors.joining(" "));
        text.append("\n### ").append((spec.qualifiedName() + " " + words).strip()).append("\n\n").append(said(spec.usageMessage().description())).append("\n\n");
        spec.positionalParameters().stream().filter(one -> one.description().length > 0).forEach(one -> text.append(row(one.paramLabel(), one)));
        spec.options().stream().filter(one -> !EVERYWHERE.contains(one.longestName())).filter(one -> !one.hidden())
            .forEach(one -> text.append(row(String.join(", ", one.names()) + (one.arity().max() > 0 ? " " + one.paramLabel() : ""), one)));
    }

    private static String row(String name, ArgSpec spec) { return "- `" + name + "`: " + said(spec.description()) + "\n"; }

    private static String said(String... lines) {
        return Ansi.OFF.string(String.join(" ", lines)).replace("%n", " ").replace("<", "&lt;").strip();
    }

    // ---- configuration ----

    @Test void configuration() throws IOException {
        var outcome = ConfigFile.parse(folder.resolve("sigillo.toml"), "hostname = \"mail.home.example\"\ndata = \"/var/lib/sigillo\"\n");
        if (!(outcome instanceof ConfigFile.Outcome.Right(_, var effective))) throw new AssertionError(outcome);
        compare("configuration.md", "# Configuration\n\n" + MADE + "Every setting with its default, as `sigillo config show` prints it where two lines are set. What each section is about: [configuration](../../configuration.md).\n\n```toml\n"
            + effective.toString().strip() + "\n```\n");
    }

    // ---- records ----

    @Test void records() throws IOException {
        var wanted = DomainRecords.of(facts());
        var text = new StringBuilder("# Records of DNS\n\n" + MADE + "What `home.example` needs, with a server `mail.home.example` at 192.0.2.1 and 2001:db8::1 that has all doors open, MTA-STS, reports, DANE and certificates of Let's Encrypt."
            + " Yours: `sigillo dns records DOMAIN`. How they are looked at: [dns](../../dns.md).\n\n| for | name | type | value |\n|---|---|---|---|\n");
        for (var one : wanted) text.append("| ").append(purpose(one.purpose())).append(" | `").append(one.record().name()).append("` | ").append(one.record().type()).append(" | `").append(one.record().value()).append("` |\n");
        text.append("\nWithout those marked * mail does not come, or is not taken by many.\n");
        compare("records.md", text.toString());
    }

    private static DomainFacts facts() {
        var host = Domain.of("mail.home.example");
        var doors = List.of(door(Offered.Service.IMAP, Offered.Security.TLS, 993), door(Offered.Service.IMAP, Offered.Security.STARTTLS, 143),
            door(Offered.Service.POP3, Offered.Security.TLS, 995), door(Offered.Service.SUBMISSION, Offered.Security.TLS, 465),
            door(Offered.Service.SUBMISSION, Offered.Security.STARTTLS, 587), door(Offered.Service.MANAGESIEVE, Offered.Security.STARTTLS, 4190));
        return new DomainFacts(Domain.of("home.example"), host, List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1")),
            List.of(new DomainFacts.Key("SELECTOR._domainkey.home.example", "v=DKIM1; ...")), Optional.of(new StsPolicy(StsPolicy.Mode.TESTING, List.of(host.name()), Duration.ofDays(7))),
            List.of("3 1 1 ..."), doors, Optional.of(door(Offered.Service.HTTPS, Offered.Security.TLS, 443)), Optional.of("letsencrypt.org"),
            Optional.of(Address.of("postmaster@home.example")), new DomainFacts.Said("v=spf1 mx ~all", "v=DMARC1; p=none"));
    }

    private static Offered door(Offered.Service service, Offered.Security security, int port) { return new Offered(service, security, "mail.home.example", port); }

    private static String purpose(Purpose purpose) {
        return purpose.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + (purpose.isNeeded() ? " *" : "");
    }
}
