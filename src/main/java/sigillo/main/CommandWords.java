package sigillo.main;

import java.io.PrintWriter;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import sigillo.archive.Export;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.PopDeletes;
import sigillo.directory.Suspected;
import sigillo.directory.Writers;
import sigillo.keyring.Level;
import sigillo.login.SignIn;
import sigillo.main.backend.StoreCommand;
import sigillo.main.command.AccountCommand;
import sigillo.main.command.AliasCommand;
import sigillo.main.command.AppPasswordCommand;
import sigillo.main.command.Ask;
import sigillo.main.command.BackupCommand;
import sigillo.main.command.CertificateCommand;
import sigillo.main.command.CheckClientsCommand;
import sigillo.main.command.CheckCommand;
import sigillo.main.command.ComplaintCommand;
import sigillo.main.command.ConfigCommand;
import sigillo.main.command.DestinationsCommand;
import sigillo.main.command.DkimCommand;
import sigillo.main.command.DnsCommand;
import sigillo.main.command.DoctorCommand;
import sigillo.main.command.DomainCommand;
import sigillo.main.command.ExportCommand;
import sigillo.main.command.FilterCommand;
import sigillo.main.command.FirewallCommand;
import sigillo.main.command.ImportCommand;
import sigillo.main.command.InviteCommand;
import sigillo.main.command.LedgerCommand;
import sigillo.main.command.ListCommand;
import sigillo.main.command.MaskedCommand;
import sigillo.main.command.OpenPgpCommand;
import sigillo.main.command.ProgramCommand;
import sigillo.main.command.ProxyCommand;
import sigillo.main.command.QueueCommand;
import sigillo.main.command.ReleaseCommand;
import sigillo.main.command.ReportCommand;
import sigillo.main.command.ScrubCommand;
import sigillo.main.command.StatusCommand;
import sigillo.main.command.TokenCommand;
import sigillo.main.command.TraceCommand;
import sigillo.main.command.UndeleteCommand;
import sigillo.main.command.WarmUpCommand;
import sigillo.main.demo.DemoCommand;
import sigillo.main.folder.BackupKeyCommand;
import sigillo.main.folder.KeysCommand;
import sigillo.main.offline.Offline;
import sigillo.main.offline.RestoreCommand;
import sigillo.main.setup.PreflightChecks;
import sigillo.main.setup.SetupCommand;
import sigillo.main.trial.TrialCommand;
import sigillo.main.upgrade.UpgradeCommand;
import sigillo.queue.QueueId;

/** All commands by their words. Exit code 0: done; 1: failed, and standard error says why; 2: the words were wrong. */
@Command(name = "sigillo", description = "A private mail server in one program.", synopsisSubcommandLabel = "COMMAND")
final class CommandWords {
    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Says what there is, and ends.")
    private boolean help;

    private CommandWords() {}

    static int run(String[] words, PrintWriter out, PrintWriter err) { return line(out, err).execute(words); }

    /** All commands, as they are given. */
    static CommandLine line(PrintWriter out, PrintWriter err) {
        var ask = new Ask(Offline::orRunning, out);
        var line = new CommandLine(new CommandWords());
        running(line, out);
        whoLivesHere(line, ask, out);
        mailAndNames(line, ask);
        kept(line, ask, out);
        lookedAfter(line, ask, out);
        words(line);
        return line.setOut(out).setErr(err).setExecutionExceptionHandler(CommandWords::failed);
    }

    // ---- in the order in which help shows them ----

    private static void running(CommandLine line, PrintWriter out) {
        line.addSubcommand(new ServeCommand())
            .addSubcommand(new DemoCommand(out))
            .addSubcommand(new SetupCommand(out))
            .addSubcommand(new ConfigCommand.Check(out))
            .addSubcommand(new ConfigCommand.Show(out));
    }

    private static void whoLivesHere(CommandLine line, Ask ask, PrintWriter out) {
        line.addSubcommand(new DomainCommand(ask))
            .addSubcommand(new AccountCommand(ask))
            .addSubcommand(new KeysCommand(out))
            .addSubcommand(new LedgerCommand(out))
            .addSubcommand(new AppPasswordCommand(ask))
            .addSubcommand(new UndeleteCommand(ask))
            .addSubcommand(new ExportCommand(ask))
            .addSubcommand(new ImportCommand(ask))
            .addSubcommand(new TokenCommand(ask))
            .addSubcommand(new ProgramCommand(ask))
            .addSubcommand(new AliasCommand(ask))
            .addSubcommand(new InviteCommand(ask))
            .addSubcommand(new MaskedCommand(ask))
            .addSubcommand(new OpenPgpCommand(ask))
            .addSubcommand(new ListCommand(ask));
    }

    private static void mailAndNames(CommandLine line, Ask ask) {
        line.addSubcommand(new DkimCommand(ask))
            .addSubcommand(new DnsCommand(ask))
            .addSubcommand(new CertificateCommand(ask))
            .addSubcommand(new QueueCommand(ask))
            .addSubcommand(new TraceCommand(ask));
    }

    private static void kept(CommandLine line, Ask ask, PrintWriter out) {
        line.addSubcommand(new CommandLine(new BackupCommand(ask)).addSubcommand(new BackupKeyCommand(out)))
            .addSubcommand(new RestoreCommand(out))
            .addSubcommand(new StoreCommand(out));
    }

    private static void lookedAfter(CommandLine line, Ask ask, PrintWriter out) {
        line.addSubcommand(new FirewallCommand(out))
            .addSubcommand(new ProxyCommand(out, ask))
            .addSubcommand(new CheckCommand(PreflightChecks.ofTheWorld(), PreflightChecks::ownPorts, out))
            .addSubcommand(new CheckClientsCommand(ask))
            .addSubcommand(new ComplaintCommand(ask))
            .addSubcommand(new FilterCommand(ask))
            .addSubcommand(new ReportCommand(out, ask))
            .addSubcommand(new ScrubCommand(ask))
            .addSubcommand(new DestinationsCommand(ask))
            .addSubcommand(new WarmUpCommand(ask))
            .addSubcommand(new DoctorCommand(ask))
            .addSubcommand(new StatusCommand(ask))
            .addSubcommand(new UpgradeCommand(out))
            .addSubcommand(new TrialCommand(out))
            .addSubcommand(new ReleaseCommand(out));
    }

    // ---- what stands for a value ----

    private static void words(CommandLine line) {
        line.registerConverter(Address.class, text -> Address.parse(text).orElseThrow(() -> not(text, "an address")));
        line.registerConverter(Domain.class, text -> Domain.parse(text).orElseThrow(() -> not(text, "a domain")));
        line.registerConverter(QueueId.class,
            text -> QueueId.parse(text).orElseThrow(() -> not(text, "the id of an entry in the queue")));
        line.registerConverter(Level.class, CommandWords::level);
        oneOf(line, SignIn.Service.class, "a service: imap, pop, smtp, jmap or sieve");
        oneOf(line, PopDeletes.class, "expunge, trash or nothing");
        oneOf(line, Suspected.class, "junk or inbox");
        oneOf(line, Writers.class, "anyone, domain or members");
        oneOf(line, Export.Format.class, "a format: mbox, maildir or eml");
    }

    /** In any case of its letters. */
    private static <E extends Enum<E>> void oneOf(CommandLine line, Class<E> kind, String what) {
        line.registerConverter(kind, text -> Stream.of(kind.getEnumConstants())
            .filter(one -> one.name().equalsIgnoreCase(text)).findFirst().orElseThrow(() -> not(text, what)));
    }

    /** The keys of level L2 are an owner's alone, so that nobody else takes his account there. */
    private static Level level(String text) {
        if (text.equalsIgnoreCase("L2")) {
            throw new CommandLine.TypeConversionException("only its owner takes an account to level L2, in the webmail");
        }
        return Stream.of(Level.L0, Level.L1).filter(one -> one.name().equalsIgnoreCase(text)).findFirst()
            .orElseThrow(() -> not(text, "a level: L0 or L1"));
    }

    private static CommandLine.TypeConversionException not(String text, String what) {
        return new CommandLine.TypeConversionException("'" + text + "' is not " + what);
    }

    private static int failed(Exception thrown, CommandLine line, CommandLine.ParseResult words) { return Main.failed(thrown, line.getErr()); }
}
