import { expect, it } from 'vitest';
import { drivesIn } from './export-places.ts';

it('drives are what is mounted for writing where media are mounted', () => {
  const mounts = [
    '/dev/sda2 / ext4 rw,relatime 0 0',
    'tmpfs /run/user/1000 tmpfs rw 0 0',
    '/dev/sdb1 /media/kiosk/USB\\040DISK vfat rw,nosuid 0 0',
    '/dev/sdc1 /run/media/kiosk/LOCKED vfat ro,nosuid 0 0',
    '',
  ].join('\n');
  expect(drivesIn(mounts)).toEqual([{ name: 'USB DISK', directory: '/media/kiosk/USB DISK' }]);
});
