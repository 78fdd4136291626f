import { BrowserWindow, type PermissionRequest } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { pageUrl } from './app-origin.ts';
import {
  mayHave,
  type Permission,
  permissionCheckHandler,
  permissionRequestHandler,
  PERMISSIONS,
} from './permission-table.ts';

const all = Object.keys(PERMISSIONS) as Permission[];
const ours = pageUrl('screen');
const contents = new BrowserWindow().webContents;
const camera = { permission: 'media', media: ['video'], origin: ours, isMainFrame: true };

describe('permissions', () => {
  it('are all denied while no feature needs one', () => {
    const granted = all.filter(permission =>
      mayHave({ ...camera, permission, origin: ours }, { camera: false }),
    );
    expect(granted).toEqual([]);
  });

  it('allow the camera alone when a feature needs it', () => {
    const granted = all.filter(permission => mayHave({ ...camera, permission }, { camera: true }));
    expect(granted).toEqual(['media']);
  });

  it.each([
    ['sound beside the picture', { ...camera, media: ['video', 'audio'] }],
    ['sound alone', { ...camera, media: ['audio'] }],
    ['nothing in particular', { ...camera, media: [] }],
    ['a frame inside the page', { ...camera, isMainFrame: false }],
    ['another origin', { ...camera, origin: 'https://evil.example' }],
    ['an origin that begins like ours', { ...camera, origin: 'tiepdon://app.evil.example/' }],
    ['no origin', { ...camera, origin: undefined }],
    ['a permission nobody knows', { ...camera, permission: 'toString' }],
  ])('deny %s even then', (_name, wish) => {
    expect(mayHave(wish, { camera: true })).toBe(false);
  });

  it('are decided the same way for questions and for checks', () => {
    const answer = vi.fn();
    const details: PermissionRequest & { mediaTypes: ('video' | 'audio')[] } = {
      isMainFrame: true,
      requestingUrl: ours,
      mediaTypes: ['video'],
    };
    for (const on of [true, false]) {
      permissionRequestHandler({ camera: on })(contents, 'media', answer, details);
      expect(answer).toHaveBeenLastCalledWith(on);
      const check = permissionCheckHandler({ camera: on });
      const checked = check(contents, 'media', ours, { isMainFrame: true, mediaType: 'video' });
      expect(checked).toBe(on);
    }
    permissionRequestHandler({ camera: true })(contents, 'geolocation', answer, {
      isMainFrame: true,
      requestingUrl: ours,
    });
    expect(answer).toHaveBeenLastCalledWith(false);
    const check = permissionCheckHandler({ camera: true });
    expect(check(null, 'usb', ours, { isMainFrame: true })).toBe(false);
  });
});
