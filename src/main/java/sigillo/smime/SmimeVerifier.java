package sigillo.smime;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataParser;
import org.bouncycastle.cms.CMSTypedStream;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.util.Store;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.message.AddressList;
import sigillo.message.Part;
import sigillo.message.TransferDecoder;

/**
 * Whether a message is signed by its author: RFC 8551, with CMS of RFC 5652. The outermost entity alone counts: what is
 * signed further inside is not the message. Reads the message once, in memory that does not grow with it. Any thread.
 */
public final class SmimeVerifier {
    /** RFC 8551 section 2.1; SHA-1 and MD5 show nothing any more. */
    private static final Set<String> DIGESTS = Set.of(NISTObjectIdentifiers.id_sha256.getId(),
        NISTObjectIdentifiers.id_sha384.getId(),
        NISTObjectIdentifiers.id_sha512.getId());

    private final Supplier<Authorities> authorities;
    private volatile Authorities known;

    /** {@code authorities}: asked once, when the first signature is verified; there are more than a hundred of them. */
    public SmimeVerifier(Supplier<Authorities> authorities) { this.authorities = authorities; }

    private Authorities known() {
        var there = known;
        return there != null ? there : (known = authorities.get());
    }


    /**
     * {@code rawFrom}: of the header, in which one author must be. {@code at}: when the message came; what was valid
     * then is. Throws {@link IOException} when the message cannot be read; {@link IllegalArgumentException} when
     * {@link SmimeKind} does not say that it is signed.
     */
    public Verification verify(Octets message, Part root, String rawFrom, Instant at) throws IOException {
        var kind = SmimeKind.of(root);
        if (!kind.isSigned()) throw new IllegalArgumentException("not signed: " + kind);
        // what cannot be read of the store is no fault of the signature
        var readable = new ReadFaults(message);
        try {
            return Verification.good(signer(readable, root, kind, rawFrom, at));
        } catch (SmimeBroken broken) {
            readable.check();
            return Verification.failed(broken.fault());
        } catch (IOException | CMSException | GeneralSecurityException | OperatorCreationException | RuntimeException e) {
            readable.check();
            return Verification.failed(SmimeFault.UNREADABLE);
        }
    }

    private String signer(Octets message, Part root, SmimeKind kind, String rawFrom, Instant at)
            throws SmimeBroken, IOException, CMSException, GeneralSecurityException, OperatorCreationException {
        var digests = new JcaDigestCalculatorProviderBuilder().build();
        var signature = new BoundedStream(TransferDecoder.open(message, kind == SmimeKind.DETACHED ? root.children()
            .getLast() : root),
            SmimeLimits.SIGNATURE_OCTETS_MAX);
        var parsed = kind == SmimeKind.DETACHED ? new CMSSignedDataParser(digests, detached(message, root), signature)
            : new CMSSignedDataParser(digests, signature);
        try {
            var content = parsed.getSignedContent();
            if (content == null) throw new SmimeBroken(SmimeFault.UNREADABLE);
            if (kind == SmimeKind.ENCLOSED) signature.allow(message.length());
            content.drain();
            signature.allow(SmimeLimits.SIGNATURE_OCTETS_MAX);
            return signer(store(parsed), parsed.getSignerInfos().getSigners().stream().toList(), rawFrom, at);
        } finally {
            parsed.close();
        }
    }

    /** RFC 8551 section 3.1.1: the first part whole, with its header. */
    private static CMSTypedStream detached(Octets message, Part root) {
        var first = root.children().getFirst();
        InputStream signed = new CrlfStream(message.slice(first.headerStart(), first.end()).stream());
        return new CMSTypedStream(CMSObjectIdentifiers.data, signed);
    }

    private String signer(Store<X509CertificateHolder> store, List<SignerInformation> signers, String rawFrom,
        Instant at)
            throws SmimeBroken, CMSException, GeneralSecurityException, OperatorCreationException {
        if (signers.size() != 1) throw new SmimeBroken(SmimeFault.NOT_ONE_SIGNER);
        var signer = signers.getFirst();
        // RFC 8551 section 2.5: signing mail has them, and without them octets of another meaning could be taken for
        // mail
        boolean isStrong = signer.getSignedAttributes() != null && DIGESTS.contains(signer.getDigestAlgOID());
        if (!isStrong) throw new SmimeBroken(SmimeFault.WEAK);
        var all = certificates(store);
        var certificate = certificate(store, signer);
        SignerCertificate.check(certificate);
        verify(signer, certificate);
        known().check(certificate, all, at);
        return SignerCertificate.named(certificate, author(rawFrom))
            .orElseThrow(() -> new SmimeBroken(SmimeFault.ANOTHER_AUTHOR));
    }

    private static void verify(SignerInformation signer, X509Certificate certificate)
            throws SmimeBroken, OperatorCreationException {
        try {
            if (!signer.verify(verifier(signer)
                .build(certificate.getPublicKey()))) throw new SmimeBroken(SmimeFault.CHANGED);
        } catch (CMSException e) {
            throw new SmimeBroken(SmimeFault.CHANGED);
        }
    }

    /** The JDK has RSASSA-PSS (RFC 4056) by another name than the library asks for: its own does it. */
    private static JcaSimpleSignerInfoVerifierBuilder verifier(SignerInformation signer) {
        var builder = new JcaSimpleSignerInfoVerifierBuilder();
        boolean isPss = signer.getEncryptionAlgOID().equals(PKCSObjectIdentifiers.id_RSASSA_PSS.getId());
        return isPss ? builder.setProvider(new BouncyCastleProvider()) : builder;
    }

    private static List<X509Certificate> certificates(Store<X509CertificateHolder> store) throws SmimeBroken,
            CertificateException {
        var holders = store.getMatches(null);
        if (holders.size() > SmimeLimits.CERTIFICATES_MAX) throw new SmimeBroken(SmimeFault.UNREADABLE);
        var all = new ArrayList<X509Certificate>();
        for (var holder : holders) all.add(new JcaX509CertificateConverter().getCertificate(holder));
        return all;
    }

    @SuppressWarnings("unchecked") // the library says it without its type
    private static Store<X509CertificateHolder> store(CMSSignedDataParser parsed) throws CMSException {
        return parsed.getCertificates();
    }

    @SuppressWarnings("unchecked") // SignerId selects certificates, and says so without its type
    private static X509Certificate certificate(Store<X509CertificateHolder> store, SignerInformation signer)
            throws SmimeBroken, CertificateException {
        Collection<X509CertificateHolder> found = store.getMatches(signer.getSID());
        if (found.isEmpty()) throw new SmimeBroken(SmimeFault.NO_CERTIFICATE);
        return new JcaX509CertificateConverter().getCertificate(found.iterator().next());
    }

    /** The one author: of several, nobody sees which has signed. */
    private static Address author(String rawFrom) throws SmimeBroken {
        var authors = AddressList.parse(rawFrom).addresses();
        if (authors.size() != 1) throw new SmimeBroken(SmimeFault.ANOTHER_AUTHOR);
        return authors.getFirst();
    }
}
