package care.anling.verticles.notify;

import care.anling.verticles.store.ChannelAddress.PushKeys;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The other end of a push subscription, written from RFC 8291 and RFC 8188 on the JCA alone: what the library encrypts must
 * open here, and what the RFC's example encrypts must too.
 */
public final class Browser {

    private static final int COORDINATE_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int TAG_BITS = 128;

    private final ECPrivateKey key;
    private final byte[] point;
    private final byte[] auth;

    private Browser(ECPrivateKey key, byte[] point, byte[] auth) {
        this.key = key;
        this.point = point;
        this.auth = auth;
    }

    public static Browser subscribe() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] auth = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(auth);
        ECPoint w = ((ECPublicKey) pair.getPublic()).getW();
        byte[] point = ByteBuffer.allocate(1 + 2 * COORDINATE_BYTES)
                .put((byte) 4)
                .put(fixed(w.getAffineX()))
                .put(fixed(w.getAffineY()))
                .array();
        return new Browser((ECPrivateKey) pair.getPrivate(), point, auth);
    }

    static Browser of(String privateKey, String publicKey, String auth) throws GeneralSecurityException {
        BigInteger d = new BigInteger(1, decode(privateKey));
        ECPrivateKey key =
                (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(d, curve()));
        return new Browser(key, decode(publicKey), decode(auth));
    }

    public PushKeys keys() {
        return new PushKeys(encode(point), encode(auth));
    }

    /** RFC 8188 §2.1: salt, record size, key id (here the sender's point), one record. */
    public String open(byte[] body) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(body);
        byte[] salt = take(in, SALT_BYTES);
        in.getInt();
        byte[] sender = take(in, in.get());
        byte[] sealed = take(in, in.remaining());

        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(key);
        agreement.doPhase(publicKey(sender), true);
        byte[] keyInfo = ByteBuffer.allocate(14 + point.length + sender.length)
                .put("WebPush: info\0".getBytes(StandardCharsets.US_ASCII))
                .put(point)
                .put(sender)
                .array();
        byte[] secret = expand(hmac(auth, agreement.generateSecret()), keyInfo, COORDINATE_BYTES);
        byte[] prk = hmac(salt, secret);
        byte[] contentKey = expand(prk, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
        byte[] nonce = expand(prk, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(contentKey, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        byte[] padded = cipher.doFinal(sealed);
        int end = padded.length - 1;
        while (padded[end] == 0) {
            end--;
        }
        if (padded[end] != 2) {
            throw new GeneralSecurityException("not the last record");
        }
        return new String(padded, 0, end, StandardCharsets.UTF_8);
    }

    public static ECPublicKey publicKey(byte[] uncompressed) throws GeneralSecurityException {
        ECPoint w = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(uncompressed, 1, 1 + COORDINATE_BYTES)),
                new BigInteger(1, Arrays.copyOfRange(uncompressed, 1 + COORDINATE_BYTES, uncompressed.length)));
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, curve()));
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        java.security.AlgorithmParameters parameters = java.security.AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static byte[] expand(byte[] prk, byte[] info, int length) throws GeneralSecurityException {
        byte[] block = hmac(
                prk,
                ByteBuffer.allocate(info.length + 1).put(info).put((byte) 1).array());
        return Arrays.copyOf(block, length);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] take(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private static byte[] fixed(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] out = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, out, COORDINATE_BYTES - length, length);
        return out;
    }

    public static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
