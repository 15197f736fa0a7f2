package sigillo.main.setup;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Answer;
import sigillo.admin.Json;
import sigillo.admin.Reach;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.login.Passwords;
import sigillo.main.command.Failure;
import sigillo.main.command.NewPassword;
import sigillo.main.command.Place;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigDraft;
import sigillo.main.config.ConfigFile;
import sigillo.main.config.Shown;
import sigillo.main.folder.DataFolder;
import sigillo.main.kept.Settings;
import sigillo.main.offline.Offline;
import sigillo.sealing.Randomness;
import sigillo.setup.DurableFile;
import sigillo.setup.HandOver;
import sigillo.setup.Progress;
import tools.jackson.databind.json.JsonMapper;

/** The set-up without a browser: names, terms and the first account. What is there already stays; so it may be given again. */
@Command(name = "setup", description = "Sets up a server: writes the configuration, adds the domain and the first account. Asks for what is not said.")
public final class SetupCommand implements Callable<Integer> {
    private static final Path SYSTEM = Path.of("/etc/sigillo/sigillo.toml");
    private static final String DATA = "/var/lib/sigillo";

    private final PrintWriter out;
    @Option(names = "--config", paramLabel = "FILE", description = "The configuration that is written. Default: /etc/sigillo/sigillo.toml.")
    private Path file = SYSTEM;
    @Parameters(paramLabel = "DOMAIN", arity = "0..1", description = "What stands behind the @ of your addresses.")
    private Domain domain;
    @Option(names = "--host", paramLabel = "NAME", description = "The name of this server. Default: mail. and the domain.")
    private Domain host;
    @Option(names = "--data", paramLabel = "DIR", description = "Where mail is kept. Default: what the configuration says, else /var/lib/sigillo.")
    private Path data;
    @Option(names = "--account", paramLabel = "NAME", description = "What stands before the @ of the first address.")
    private String name;
    @Mixin private NewPassword password;
    @Option(names = "--passkey", description = "Make a password for paper, and a link by which the owner makes a passkey; good for three days.")
    private boolean passkey;
    @Option(names = "--agree-to-terms", description = "Certificates are ordered of Let's Encrypt; you agree to its terms (letsencrypt.org/repository).")
    private boolean agrees;
    @Option(names = "--contact", paramLabel = "ADDRESS", description = "An address of yours elsewhere, for the authority.")
    private Address contact;
    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    public SetupCommand(PrintWriter out) { this.out = out; }

    @Command(name = "code", description = "Makes a new code for the pages of set-up, and shows it.")
    int code(@Option(names = "--config", paramLabel = "FILE") Path of, @Option(names = "--data", paramLabel = "DIR") Path in) throws IOException {
        var folder = (in != null ? in : dataOf(ConfigDraft.of(of != null ? of : file))).resolve("setup");
        if (!Files.isDirectory(folder)) throw new Failure("there is nothing to set up in " + folder.getParent() + ": start the server first (sigillo serve), or say --data DIR");
        var progress = Progress.open(folder, InstantSource.system(), Randomness.secure());
        if (progress.stage().compareTo(Progress.Stage.ACCOUNT) > 0) throw new Failure("there is an account already: its owner signs in at the page, without a code");
        out.println(progress.freshCode().shown());
        out.flush();
        return 0;
    }

    private static Path dataOf(ConfigDraft draft) {
        var named = draft.has("hostname") ? draft : draft.with("", "hostname", "\"setup.invalid\"");
        var whole = named.has("data") ? named : named.with("", "data", Shown.quoted(DATA));
        return config(whole).data();
    }

    private static Config config(ConfigDraft draft) {
        return switch (draft.outcome()) {
            case ConfigFile.Outcome.Right(var config, _) -> config;
            case ConfigFile.Outcome.Wrong(var problems) -> throw Failure.of(problems);
        };
    }

    @Override public Integer call() throws IOException {
        var domain = Optional.ofNullable(this.domain).orElseGet(() -> domain(asked("Domain, such as home.example: ")));
        var draft = ConfigDraft.of(file);
        var whole = whole(draft, domain);
        var config = config(whole);
        var account = account(domain);
        var secret = passkey ? Passwords.fresh() : password.read();
        if (!whole.text().equals(draft.text())) DurableFile.write(file, whole.text());
        new DataFolder(config.data(), config.sealing().keys()).create();
        try (var reach = Offline.orRunning(config)) {
            var code = add(reach, domain, account, secret);
            tell(config, account, code, new Shows(passkey || password.isGenerated() ? Optional.of(secret) : Optional.empty(), link(config, account, secret)));
        }
        end(config);
        return 0;
    }

    /** What is shown once, beside the recovery code. */
    private record Shows(Optional<String> password, Optional<String> link) {}

    /** Where the passkey is made; empty where none is wanted. */
    private Optional<String> link(Config config, Address account, String secret) {
        if (!passkey) return Optional.empty();
        var handOver = new HandOver(SetupOpening.folder(config), InstantSource.system(), Randomness.secure());
        return Optional.of(new Settings(config).site() + "/passkey#" + handOver.leave(new HandOver.Left(account, secret)));
    }

    /** The pages have nothing left to do. */
    private static void end(Config config) throws IOException {
        Progress.open(SetupOpening.folder(config), InstantSource.system(), Randomness.secure()).end();
    }

    private ConfigDraft whole(ConfigDraft draft, Domain domain) {
        var whole = draft;
        if (data != null) whole = whole.with("", "data", Shown.quoted(data.toAbsolutePath().toString()));
        else if (!whole.has("data")) whole = whole.with("", "data", Shown.quoted(DATA));
        if (host != null || !whole.has("hostname")) whole = whole.with("", "hostname", Shown.quoted((host != null ? host : Domain.of("mail." + domain.name())).name()));
        if (agrees) whole = whole.with("acme", "agree_to_terms", "true");
        if (contact != null) whole = whole.with("acme", "contact", Shown.quoted(contact.toString()));
        return whole;
    }

    private Address account(Domain domain) {
        var typed = name != null ? name : asked("Name before @" + domain.display() + ": ");
        return Address.parse(typed + "@" + domain.name()).filter(one -> one.domain().equals(domain)).orElseThrow(() -> new Failure("'" + typed + "' cannot stand before the @"));
    }

    private static Domain domain(String typed) {
        return Domain.parse(typed).filter(one -> one.name().contains(".")).orElseThrow(() -> new Failure("'" + typed + "' is no domain"));
    }

    private static String asked(String prompt) {
        var console = System.console();
        if (console == null || !console.isTerminal()) throw new Failure("say the domain and --account NAME: there is no terminal to ask at");
        var typed = console.readLine("%s", prompt);
        if (typed == null || typed.isBlank()) throw new Failure("nothing was given");
        return typed.strip();
    }

    /** The recovery code. */
    private static String add(Reach reach, Domain domain, Address account, String secret) {
        var domains = reach.ask(new Request.ListDomains());
        boolean isThere = domains instanceof Answer.Done done && Json.tree(done).valueStream().anyMatch(line -> line.path("domain").asString().equals(domain.name()));
        if (!isThere && reach.ask(new Request.AddDomain(domain)) instanceof Answer.Failed(var why)) throw new Failure(why);
        return switch (reach.ask(new Request.AddAccount(account, secret, Optional.empty()))) {
            case Answer.Failed(var why) -> throw new Failure(why);
            case Answer.Done done -> Json.tree(done).path("recoveryCode").asString();
        };
    }

    private void tell(Config config, Address account, String code, Shows shows) {
        if (json) {
            var row = JsonMapper.shared().createObjectNode().put("config", file.toString()).put("host", config.hostname().name()).put("account", account.toString())
                .put("recoveryCode", code);
            shows.password.ifPresent(one -> row.put("password", one));
            shows.link.ifPresent(one -> row.put("passkey", one));
            out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(row));
        } else {
            out.println("The configuration is in " + file + "; the account " + account + " is made.");
            shows.password.ifPresent(one -> out.println("password: " + one));
            out.println("recovery code: " + code);
            out.println("For paper, now: it opens the mail when the password is lost. It is not shown again.");
            shows.link.ifPresent(one -> out.println("The passkey is made at " + one + "\n"
                + "once that name leads here and browsers trust its certificate; the link is good for three days."));
            out.println("Next: sigillo serve --config " + file + "; then sigillo dns check " + account.domain().name() + " says what DNS must show.");
        }
        out.flush();
    }
}
