import { isInScope } from '../../../contracts/agency-map.js';
import type { Portal, Role } from '../../../contracts/lifecycles/service/states.js';
import type { ApplicantKind, Manual } from '../../../contracts/manuals/manual.js';
import { madeUpIdentity } from '../request-example.js';
import { Dice } from './dice.js';

/** Somebody who acts at the gateway, by the local issuer's word. */
export interface Person {
  readonly role: Role;
  readonly name: string;
  readonly agency?: string;
  readonly office?: string;
}

/** Whose requests are worked: agency and portal of a manual. */
type Whose = Pick<Manual, 'agencyId' | 'portal'>;

const nicknames = ['somsri', 'prasit', 'malee', 'wichai', 'nida', 'chalong', 'aran', 'duangjai'];

/** The portal of a citizen. */
export function portalOf({ portal }: { readonly portal: Portal }): Person {
  return { role: 'portal', office: portal, name: `${portal}-portal` };
}

/** The other portal, whose citizens these are not. */
export function otherPortal({ portal }: Whose): Person {
  return portalOf({ portal: portal === 'biz' ? 'citizen' : 'biz' });
}

/** The official at the counter of an office. */
export function officialOf({ agencyId }: Whose, office: string): Person {
  return { role: 'competentOfficial', agency: agencyId, office, name: named(office) };
}

/** Who decides, in the agency's name. */
export function deciderOf({ agencyId }: Whose, role: 'licensor' | 'delegate'): Person {
  return { role, agency: agencyId, name: named(`${role}-${agencyId}`) };
}

/** Who decides appeals; never made the order. */
export function authorityOf({ agencyId }: Whose): Person {
  return { role: 'appealAuthority', agency: agencyId, name: named(`appeals-${agencyId}`) };
}

/** The official of another agency, which may have been asked for its opinion. */
export function officialElsewhere(agencyId: string): Person {
  return { role: 'competentOfficial', agency: agencyId, name: named(agencyId) };
}

/** An agency that a request has nothing to do with. */
export function otherAgency(agencyId: string): string {
  return isInScope(agencyId, ['AGY009']) ? 'AGY010' : 'AGY009';
}

function named(place: string): string {
  return `${Dice.of('official', place).pick(nicknames)}-${place.toLowerCase()}`;
}

const firstNames = ['สมชาย', 'สมหญิง', 'ประสิทธิ์', 'มาลี', 'วิชัย', 'นิดา', 'ดวงใจ', 'อรัญ', 'กนกวรรณ'];
const lastNames = ['ตัวอย่าง', 'ทดลอง', 'สมมติ', 'จำลองดี', 'ลองระบบ'];
const trades = ['การค้า', 'อาหารไทย', 'พัฒนาที่ดิน', 'อุตสาหกรรม', 'เภสัช', 'ออนไลน์'];
const travellers = ['Ann Example', 'John Sample', 'Li Test', 'Maria Demo'];

/** An applicant who is nobody: the name by the dice, the number of the run. */
export function madeUpApplicant(kind: ApplicantKind, dice: Dice, digits: Dice): object {
  return {
    identity: madeUpIdentity(kind, (count) => digitsOf(digits, count)),
    name: { th: nameOf(kind, dice) },
    contact: { email: 'applicant@portal.example', phone: `+6690000${digitsOf(dice, 4)}` },
    address: {
      ...{ line: `${dice.between(1, 200)} ถนนตัวอย่าง`, subdistrict: 'ในเมือง', district: 'เมือง' },
      ...dice.pick(provinces),
    },
  };
}

const provinces = [
  { province: 'เชียงใหม่', postcode: '50200' },
  { province: 'ขอนแก่น', postcode: '40000' },
  { province: 'นครราชสีมา', postcode: '30000' },
  { province: 'สงขลา', postcode: '90000' },
];

function nameOf(kind: ApplicantKind, dice: Dice): string {
  switch (kind) {
    case 'citizen':
      return `${dice.pick(firstNames)} ${dice.pick(lastNames)}`;
    case 'juristic':
      return `บริษัท ${dice.pick(lastNames)}${dice.pick(trades)} จำกัด`;
    case 'foreigner':
      return dice.pick(travellers);
  }
}

function digitsOf(dice: Dice, count: number): string {
  return Array.from({ length: count }, () => dice.roll(10)).join('');
}
