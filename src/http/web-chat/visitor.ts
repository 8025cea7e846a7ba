import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const cookieName = 'visitor';
/** 16 bytes as base64url. */
const cookieShape = /^[A-Za-z0-9_-]{22}$/;
const maxAgeSeconds = 180 * 24 * 60 * 60;

/**
 * Platform id of who asks, or undefined when there is no well-formed cookie.
 * The cookie is a secret and stays here: everything else knows its hash only.
 */
export function knownVisitor(request: FastifyRequest): string | undefined {
  const value = request.cookies[cookieName];
  return value !== undefined && cookieShape.test(value) ? platformIdOf(value) : undefined;
}

/** Sets a fresh cookie and returns the platform id that goes with it. */
export function welcomeVisitor(request: FastifyRequest, reply: FastifyReply): string {
  const value = randomBytes(16).toString('base64url');
  reply.setCookie(cookieName, value, { ...cookieOptions(request), maxAge: maxAgeSeconds });
  return platformIdOf(value);
}

/** Renews the 180 days of a visitor who came back. */
export function renewVisitor(request: FastifyRequest, reply: FastifyReply): void {
  const value = request.cookies[cookieName];
  if (value !== undefined) reply.setCookie(cookieName, value, { ...cookieOptions(request), maxAge: maxAgeSeconds });
}

/** Takes the cookie away from this browser. Nothing is erased on our side. */
export function forgetVisitor(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(cookieName, cookieOptions(request));
}

function platformIdOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

function cookieOptions(request: FastifyRequest): {
  readonly path: string;
  readonly httpOnly: boolean;
  readonly sameSite: 'lax';
  readonly secure: boolean;
} {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' };
}
