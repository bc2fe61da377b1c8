/* Dice that are addressed, never counted (rulebook 1).
 *
 * A die is a pure function of the game's key and of its address: SipHash-2-4 over the sixteen bytes of the
 * address, so that nothing hidden shifts a die that somebody sees, no order of loops matters, and anybody who
 * is given the key after the game can check every die with any SipHash. */
#ifndef IBAR_RULES_DICE_H
#define IBAR_RULES_DICE_H

#include <stddef.h>
#include <stdint.h>

#define DICE_KEY_BYTES 16

struct dice_key {
    uint8_t bytes[DICE_KEY_BYTES];
};

/* What a die is thrown for. Numbers are part of the record format: never reuse one. */
enum dice_purpose {
    DICE_NONE = 0,
    DICE_SETUP = 1,      /* unit = roster number or feature number */
    DICE_MOVE_RANK = 2,  /* order in which units move within a pulse */
    DICE_FIRE = 3,       /* unit = firer, other = target, k = die */
    DICE_STEP_LOSS = 4,  /* unit = who lost, other = firer or 0, k = step */
    DICE_RALLY = 5,
    DICE_CHECK = 6,
    DICE_ARREST = 7,
    DICE_SEARCH = 8,
    DICE_CLEAR_TRAP = 9, /* does the explosive disposal find the trap */
    DICE_TRAP = 10,
    DICE_COLLATERAL = 11,
    DICE_CARRIED = 12,   /* loss of who rides in a destroyed carrier */
    DICE_WEATHER = 13,
    DICE_HANDLE = 14,    /* order in which new contacts of one moment get their handles */
    DICE_ANTI_ARMOUR = 15,
    DICE_PENETRATION = 16,
    DICE_ASSAULT = 17,
    DICE_CALL = 18,
    DICE_PUSH = 19,
    DICE_TALK = 20,
    DICE_ASK = 21,
    DICE_SCRIPT = 22,
    DICE_RESAMPLE = 23,
    DICE_THROW = 40      /* unit = target, k = 2 * number of the crowd */
};

/* Where in the turn a die falls. */
enum dice_step { DICE_STEP_UPKEEP, DICE_STEP_MOVE, DICE_STEP_SIGHT, DICE_STEP_FIRE, DICE_STEP_CONTACT, DICE_STEP_CLOSE };

struct dice_address {
    uint16_t turn;
    uint8_t pulse; /* 1-6; 0 at Upkeep, 7 at the Close */
    uint8_t step;  /* enum dice_step */
    uint8_t purpose;
    uint8_t k;
    uint16_t unit, other; /* unit numbers of the state, or what the purpose says */
};

/* SipHash-2-4 with 64 bits of output. */
uint64_t dice_siphash(const uint8_t key[16], const void *bytes, size_t size);

/* The 64 random bits at an address. */
uint64_t dice_bits(const struct dice_key *key, struct dice_address address);

/* A die of `sides` faces (1 .. sides). The bias is below sides / 2^32. */
int dice_roll(const struct dice_key *key, struct dice_address address, int sides);

/* Two six-sided dice: `k` and `k` + 1 of the address. Writes the faces to `faces`, returns the sum. */
int dice_2d6(const struct dice_key *key, struct dice_address address, uint8_t faces[2]);

#endif
