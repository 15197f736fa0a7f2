package sigillo.main.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.directory.PopDeletes;
import sigillo.directory.Suspected;
import sigillo.keyring.Level;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "account", description = "Who may sign in, and keeps mail here.")
public final class AccountCommand {
    private static final int SCRIPT_OCTETS_MAX = 128 << 10;
    private static final String PASSWORD = "The account's password: ";
    static final String LEVELS = "L1: only its owner opens it. L0: this server too. Default: as configured.";

    private final Ask ask;

    public AccountCommand(Ask ask) { this.ask = ask; }

    @Command(name = "add", description = "Adds an account; without another source its password is asked for.")
    int add(@Mixin Target target, @Mixin NewPassword password, @ArgGroup(multiplicity = "1") Who who,
            @Option(names = "--level", paramLabel = "LEVEL", description = LEVELS) Level level) {
        if (who.batch != null) return new AccountBatch(ask).add(target, who.batch, Optional.ofNullable(level));
        var secret = password.read();
        return done(target, new Request.AddAccount(who.address, secret, Optional.ofNullable(level)), password, secret);
    }

    /** One or many. */
    static final class Who {
        @Parameters(paramLabel = "ADDRESS", description = "One account.") private Address address;

        @Option(names = "--batch", paramLabel = "FILE", description = "Many: a line each, address, blank, password.") private Path batch;
    }

    @Command(name = "password", description = "Sets a new password. Without the current one, mail that is there stays locked at level L1.")
    int password(@Mixin Target target, @Mixin NewPassword password, @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--current", paramLabel = "FILE", description = "The current password is the first line of this file.") Path current) {
        var now = Optional.ofNullable(current).map(file -> SecretLine.of(file, "password in its first line"));
        var secret = password.read();
        return done(target, new Request.SetPassword(address, secret, now), password, secret);
    }

    @Command(name = "level", description = "Says who may open the account: only its owner (L1), or this server too (L0).")
    int level(@Mixin Target target, @Mixin SecretLine secret, @Parameters(paramLabel = "ADDRESS") Address address, @Parameters(paramLabel = "LEVEL") Level level) {
        var password = level == Level.L0 ? Optional.of(secret.read(PASSWORD)) : Optional.<String>empty();
        return ask.show(target, new Request.SetLevel(address, level, password));
    }

    @Command(name = "recovery-code", description = "Makes a new recovery code and prints it once; the one before is void,"
        + " but to unlock mail that is locked.")
    int recoveryCode(@Mixin Target target, @Mixin SecretLine secret, @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--as-server", description = "Without the account's password: at level L0.") boolean asServer) {
        var password = asServer ? Optional.<String>empty() : Optional.of(secret.read(PASSWORD));
        var result = ask.result(target, new Request.NewRecoveryCode(address, password));
        if (target.json()) ask.print(target, result);
        else tell(result, Optional.empty());
        return 0;
    }

    @Command(name = "recover", description = "Sets a new password for who has lost it and has the recovery code (asked for first).")
    int recover(@Mixin Target target, @Mixin SecretLine code, @Mixin NewPassword password, @Parameters(paramLabel = "ADDRESS") Address address) {
        var known = code.read("Recovery code: ");
        var secret = password.read();
        return done(target, new Request.Recover(address, known, secret), password, secret);
    }

    @Command(name = "unlock", description = "Opens what a new password has locked: asks for the recovery code or a former password.")
    int unlock(@Mixin Target target, @Mixin SecretLine secret, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.Unlock(address, secret.read("Recovery code or former password: ")));
    }

    @Command(name = "renew-keys", description = "Gives the account new keys.")
    int renewKeys(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.RenewKeys(address));
    }

    /** Only its owner turns it on. */
    enum Turned { off }

    @Command(name = "second-factor", description = "Turns the second factor off for who has lost it: \"off\" before the address.")
    int secondFactor(@Mixin Target target, @Parameters(paramLabel = "off") Turned off, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.TurnOffSecondFactor(address));
    }

    private int done(Target target, Request request, NewPassword password, String secret) {
        var result = ask.result(target, request);
        if (target.json() && password.isGenerated() && result instanceof ObjectNode whole) whole.put("password", secret);
        if (target.json()) ask.print(target, result);
        else tell(result, password.isGenerated() ? Optional.of(secret) : Optional.empty());
        return 0;
    }

    private void tell(JsonNode result, Optional<String> password) {
        ask.say(result.path("done").asString());
        password.ifPresent(made -> ask.say("password: " + made));
        if (!result.has("recoveryCode")) return;
        ask.say("recovery code: " + result.path("recoveryCode").asString());
        ask.say("For its owner, on paper: it opens the mail when the password is lost. It is not shown again.");
    }

    @Command(name = "list", description = "Lists the accounts.")
    int list(@Mixin Target target) { return ask.show(target, new Request.ListAccounts()); }

    @Command(name = "disable", description = "Lets nobody sign in and takes no mail; what is there stays.")
    int disable(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.SetDisabled(address, true));
    }

    @Command(name = "enable", description = "Takes a disabling back.")
    int enable(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.SetDisabled(address, false));
    }

    @Command(name = "remove", description = "Removes an account with all its mail.")
    int remove(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--yes", description = "Do not ask whether this is meant.") boolean yes) {
        var console = System.console();
        if (!yes && console != null && console.isTerminal()
                && !address.toString().equals(console.readLine("All mail of %s will be gone. Type the address again: ", address))) {
            throw new Failure("nothing was removed");
        }
        return ask.show(target, new Request.RemoveAccount(address));
    }

    @Command(name = "quota", description = "Shows how much an account holds of what it may hold, or says how much that is.")
    int quota(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address,
            @Parameters(paramLabel = "SIZE", arity = "0..1", description = Sizes.WHAT) String size) {
        return ask.show(target, new Request.AccountQuota(address, Sizes.limit(size)));
    }

    @Command(name = "pop", description = "Shows or says what POP shows of suspected mail, and what becomes of mail that its client deletes.")
    int pop(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--deletes", paramLabel = "WHAT", description = "expunge: it is gone for its owner. trash: it goes to the Trash. "
                + "nothing: it stays for all others, and POP shows it no more.") PopDeletes deletes,
            @Option(names = "--suspected", paramLabel = "WHERE", description = "junk: mail that nobody can show to be of its author goes "
                + "to Junk, which POP does not show. inbox: to the inbox, marked.") Suspected suspected) {
        return ask.show(target, new Request.AccountPop(address, Optional.ofNullable(deletes), Optional.ofNullable(suspected)));
    }

    @Command(name = "rules", description = "Shows the scripts of rules (Sieve) of an account, or puts one there.")
    int rules(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--put", paramLabel = "FILE", description = "A script, which is checked, kept and active.") Path file,
            @Option(names = "--name", paramLabel = "NAME", description = "What it is called; else \"rules\".", defaultValue = "rules")
                String name,
            @Option(names = "--off", description = "No script is active; they stay.") boolean off) {
        return ask.show(target, new Request.AccountRules(address, name, Optional.ofNullable(file).map(AccountCommand::text), off));
    }

    @Command(name = "filter", description = "Shows or says from which score on mail of an account goes to Junk, and whom it allows and blocks.")
    int filter(@Mixin Target target, @Mixin Lists lists, @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--junk-from", paramLabel = "SCORE", description = "A score such as 5.5; never; or default, as configured.") String junkFrom) {
        return ask.show(target, lists.request(Optional.of(address), Optional.ofNullable(junkFrom)));
    }

    @Command(name = "learning", description = "Shows how many messages were learnt as junk and as wanted, since its owner moved or kept them.")
    int learning(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--forget", description = "All of it is forgotten; what is moved from now on is learnt.") boolean forget) {
        return ask.show(target, new Request.AccountLearning(address, forget));
    }

    private static String text(Path file) {
        try {
            var octets = Files.readAllBytes(file);
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            if (octets.length > SCRIPT_OCTETS_MAX) throw new Failure(file + " is too large for a script");
            return text;
        } catch (CharacterCodingException e) {
            throw new Failure(file + " is not in UTF-8");
        } catch (IOException e) {
            throw new Failure(file + " cannot be read: " + e.getMessage());
        }
    }

    @Command(name = "refused", description = "Shows what was refused or put off for an account in the last 30 days, and why.")
    int refused(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.AccountRefused(address));
    }

    @Command(name = "sending", description = "Shows how much an account sends, or gives it a limit of its own.")
    int sending(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address,
            @Parameters(paramLabel = "LIMIT", arity = "0..1", description = "Which, as it is called in [submission].") String limit,
            @Parameters(paramLabel = "NUMBER", arity = "0..1", description = "How many; \"default\": as for all.") String max) {
        if (limit != null && max == null) throw new Failure("say how many, or default");
        return ask.show(target, new Request.AccountSending(address, Optional.ofNullable(limit), Optional.ofNullable(max)));
    }

    @Command(name = "pause", description = "Pauses what an account sends, until it is resumed; what waits of it is held.")
    int pause(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.PauseSending(address));
    }

    @Command(name = "resume", description = "Lets an account send again whose sending was paused, and releases what waits of it.")
    int resume(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--drop", description = "What waits is not its owner's: it is taken out.") boolean drop) {
        return ask.show(target, new Request.ResumeSending(address, drop));
    }

    @Command(name = "verify", description = "Reads all that an account keeps and counts again. Exit code 1 when something is wrong.")
    int verify(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        var found = ask.result(target, new Request.VerifyAccount(address));
        ask.print(target, found);
        return found.path("sound").asBoolean() ? 0 : 1;
    }
}
