package io.concertim.view.config;

/**
 * A complete Keystone v3 password login.
 *
 * @param user user by id, or by name within a domain
 * @param password password of that user
 * @param project project to sign in to, by id, or by name within a domain
 */
public record PasswordLogin(KeystoneReference user, Secret password, KeystoneReference project) {}
