package sigillo.main.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.KeyMaking;
import sigillo.openpgp.Limits;
import sigillo.openpgp.OpenPgpBroken;
import sigillo.openpgp.SecretKeys;

@Command(name = "openpgp", description = "OpenPGP certificates that accounts publish, so that others write to them end to end.")
public final class OpenPgpCommand {
    private static final int NAME_CHARACTERS_MAX = 200;

    private final Ask ask;

    public OpenPgpCommand(Ask ask) { this.ask = ask; }

    @Command(name = "make", description = "Makes a key for an account whose owner has none in his browser, and publishes its certificate. The secret key is"
        + " written to a file, under a passphrase, and goes to no server; this command has seen it.")
    int make(@Mixin Target target, @Parameters(paramLabel = "ACCOUNT") Address account,
            @Option(names = "--name", paramLabel = "NAME", description = "Of the person, shown to others.") Optional<String> name,
            @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where the secret key is written; not there yet.") Path out,
            @Mixin SecretLine passphrase) {
        var words = passphrase.readNew("Passphrase: ").toCharArray();
        try (var made = KeyMaking.make(userId(account, name), Instant.now(), Optional.empty())) {
            write(out, made.exportArmoured(words));
            ask.print(target, ask.result(target, new Request.PublishOpenPgp(account, text(made))));
        } catch (OpenPgpBroken broken) {
            throw new Failure("the key was not made: " + broken.refusal().sentence());
        } finally {
            Arrays.fill(words, '\0');
        }
        ask.say("The secret key is in " + out + ": give it to its owner, who imports it, and delete it.");
        return 0;
    }

    private static String userId(Address account, Optional<String> name) {
        if (!name.map(OpenPgpCommand::isSound).orElse(true)) throw new Failure("a name has no signs of addresses");
        return name.map(one -> one + " <" + account + ">").orElse(account.toString());
    }

    private static boolean isSound(String name) {
        boolean isText = name.strip().equals(name) && !name.isEmpty() && name.length() <= NAME_CHARACTERS_MAX;
        return isText && name.chars().noneMatch(c -> Character.isISOControl(c) || "<>()@\"".indexOf(c) >= 0);
    }

    private static String text(SecretKeys made) {
        return new String(made.certificate().armoured(), StandardCharsets.US_ASCII);
    }

    private static void write(Path file, byte[] armoured) {
        var ownersAlone = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var out = Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownersAlone)) {
            var octets = ByteBuffer.wrap(armoured);
            while (octets.hasRemaining()) out.write(octets);
        } catch (FileAlreadyExistsException there) {
            throw new Failure(file + " is there already");
        } catch (IOException e) {
            throw new Failure(file + " cannot be written");
        }
    }

    @Command(name = "publish", description = "Publishes a certificate of an account: public keys alone, in place of the one that it has.")
    int publish(@Mixin Target target, @Parameters(paramLabel = "ACCOUNT") Address account,
            @Parameters(paramLabel = "FILE", description = "Armoured or binary.") Path file) {
        return ask.show(target, new Request.PublishOpenPgp(account, read(file)));
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > Limits.CERTIFICATE_OCTETS_MAX) throw new Failure(file
                + " is too large for a certificate");
            return new String(Certificate.read(Files.readAllBytes(file)).armoured(), StandardCharsets.US_ASCII);
        } catch (OpenPgpBroken broken) {
            throw new Failure(file + ": " + broken.refusal().sentence());
        } catch (IOException e) {
            throw new Failure(file + " cannot be read");
        }
    }

    @Command(name = "list", description = "Lists what is published: of which account, since when, under which addresses.")
    int list(@Mixin Target target) { return ask.show(target, new Request.ListOpenPgp()); }

    @Command(name = "export", description = "Prints the certificate of an account, armoured.")
    int export(@Mixin Target target, @Parameters(paramLabel = "ACCOUNT") Address account) {
        var result = ask.result(target, new Request.ExportOpenPgp(account));
        if (target.json()) ask.print(target, result);
        else ask.say(result.get("certificate").asString().replace("\r", "").strip());
        return 0;
    }

    @Command(name = "adopt-log", description = "After a time with an earlier release, which published certificates: lists what it"
        + " wrote into the log of them. With --yes, and whose entries they are, the log goes on behind them. Where no"
        + " earlier release ran at those times somebody else has written: do not take that over.")
    int adoptLog(@Mixin Target target, @Parameters(paramLabel = "ACCOUNT", arity = "0..*") List<Address> accounts,
            @Option(names = "--yes", description = "Take it over.") boolean yes) {
        var whose = accounts == null ? List.<Address>of() : accounts;
        if (!yes && !whose.isEmpty()) throw new Failure("to take it over say --yes too");
        return ask.show(target, new Request.AdoptKeyLog(whose, yes));
    }

    @Command(name = "withdraw", description = "Nobody finds the certificate of an account here any more.")
    int withdraw(@Mixin Target target, @Parameters(paramLabel = "ACCOUNT") Address account) {
        return ask.show(target, new Request.WithdrawOpenPgp(account));
    }
}
